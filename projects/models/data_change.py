"""What tells that published data has changed: docs/decisions/0006-data-version.md."""

from django.db import models


class DataChange(models.Model):
    """Transactions that wrote something a public page may show. Written by triggers alone.

    The sum of `changes` is the data version: it rises with every such transaction, at the moment its data
    become visible to others.
    """

    changes = models.BigIntegerField(default=1)
    raised_at = models.DateTimeField(auto_now_add=True)
    """Tells versions of the same number apart, of a database that was emptied or restored."""
