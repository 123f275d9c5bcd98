"""How to cite a record."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from projects import formatting
from projects.models.base import Sourced, in_reader_language


def citation(request: HttpRequest, record: Sourced, said: str) -> str:
    """The document first, since that is what is cited; then where in it the record was found, and when."""
    source = record.source
    if source is None:
        return ""
    return _("%(publisher)s: %(title)s. %(day)s, %(place)s. %(amount)s, from %(site)s, %(address)s (%(today)s).") % {
        "publisher": in_reader_language(source.publisher, source.publisher_en),
        "title": source,
        "day": formatting.date(source.published_on),
        "place": record.locator,
        "amount": said,
        "site": _("Aid tracker"),
        "address": request.build_absolute_uri(request.path),
        "today": formatting.date(timezone.localdate()),
    }
