from collections.abc import Iterable

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models.base import (
    FIRST_YEAR,
    LAST_YEAR,
    Noted,
    Record,
    Sourced,
    Titled,
    in_reader_language,
    located_when_published,
)
from projects.models.history import kept_history
from projects.models.indexes import sorted_by


class AwardLevel(models.TextChoices):
    NATIONAL = "national", _("national")
    PROVINCIAL = "provincial", _("provincial")
    PREFECTURE = "prefecture", _("prefecture level")
    COUNTY = "county", _("county level")
    TOWNSHIP = "township", _("township level")
    OTHER = "other", _("other")


class Award(Titled, Noted, Sourced, Record):
    ref_prefix = "a"

    enterprise = models.ForeignKey(
        "projects.Enterprise", models.PROTECT, related_name="awards", verbose_name=_("enterprise")
    )
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    granting_bodies = models.TextField(
        _("granting bodies"), blank=True, help_text=_("Separated by “;”. Leave it empty where the source does not say.")
    )
    granting_bodies_en = models.TextField(_("granting bodies in English"), blank=True)
    level = models.CharField(_("level"), max_length=10, choices=AwardLevel, blank=True)

    history = kept_history()

    class Meta:
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        ordering = ["-year", "ref"]
        indexes = sorted_by("award", "year", "level")
        constraints = [located_when_published("award")]

    @property
    def granted_by(self) -> str:
        return in_reader_language(self.granting_bodies, self.granting_bodies_en)

    def relies_on(self) -> Iterable[Record | None]:
        return (self.enterprise, self.source)
