from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models.base import Noted, Record, in_reader_language
from projects.models.history import kept_history
from projects.models.indexes import filtered_by, sorted_by


class Language(models.TextChoices):
    CHINESE = "zh", _("Chinese")
    ENGLISH = "en", _("English")
    OTHER = "other", _("another language")


class Source(Noted, Record):
    """A document figures are taken from: an article, a report, a ledger, a voucher."""

    ref_prefix = "s"

    title = models.CharField(_("title"), max_length=300)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    publisher = models.CharField(_("publisher"), max_length=200)
    publisher_en = models.CharField(_("publisher in English"), max_length=200, blank=True)
    published_on = models.DateField(
        _("published on"), help_text=_("Figures without a year of their own reach up to this year.")
    )
    url = models.URLField(_("address"), max_length=500, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=Language, default=Language.CHINESE)

    history = kept_history()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["-published_on", "ref"]
        indexes = [*sorted_by("source", "published_on", "publisher"), *filtered_by("source", "language")]

    def __str__(self) -> str:
        return in_reader_language(self.title, self.title_en)

    def relied_on_by(self) -> Iterable[models.QuerySet[Any]]:
        return (self.aidprojects.all(), self.fundings.all(), self.donations.all(), self.purchases.all(),
                self.awards.all(), self.outcomes.all())  # fmt: skip
