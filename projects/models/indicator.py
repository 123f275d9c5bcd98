from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models.base import Named, Noted, Versioned, in_reader_language, ref_validator
from projects.models.history import kept_history


class Aggregation(models.TextChoices):
    SUM = "sum", _("adds up")
    OVERLAP = "overlap", _("may overlap: one person may be in two figures")
    NONE = "none", _("never added: a level or a ratio")


class Indicator(Named, Noted, Versioned):
    """A defined quantity outcomes are measured in, and how it may be added."""

    ref = models.CharField(_("ref"), max_length=64, unique=True, validators=[ref_validator])
    unit = models.CharField(_("unit"), max_length=40)
    unit_en = models.CharField(_("unit in English"), max_length=40, blank=True)
    aggregation = models.CharField(_("how it adds up"), max_length=10, choices=Aggregation)
    position = models.PositiveSmallIntegerField(_("order on pages"), default=100)

    history = kept_history()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["position", "ref"]

    @property
    def unit_name(self) -> str:
        return in_reader_language(self.unit, self.unit_en)
