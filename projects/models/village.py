from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models.base import Named, Noted, Record
from projects.models.history import kept_history
from projects.models.indexes import sorted_by
from projects.models.rules import Rule


class VillageKind(models.TextChoices):
    VILLAGE = "village", _("village")
    GACHA = "gacha", _("gacha")
    COMMUNITY = "community", _("community")


class Village(Named, Noted, Record):
    ref_prefix = "v"

    region = models.ForeignKey(
        "projects.Region",
        models.PROTECT,
        related_name="villages",
        verbose_name=_("region"),
        help_text=_("The smallest division that is known: the town, or only the county."),
    )
    code = models.CharField(
        _("statistical code"),
        max_length=12,
        null=True,
        blank=True,
        unique=True,
        validators=[RegexValidator(r"\A[0-9]{12}\Z", _("A village's statistical code has 12 digits."))],
        help_text=_("12 digits, as in the last published list. Leave it empty where it is not certain."),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=VillageKind, default=VillageKind.VILLAGE)
    position = models.CharField(max_length=12, editable=False)
    """The code, else the region's: whatever begins with a division's code lies in it."""

    history = kept_history()

    class Meta:
        verbose_name = _("village")
        verbose_name_plural = _("villages")
        ordering = ["position", "ref"]
        indexes = sorted_by("village", "position", "region")
        constraints = [
            Rule(
                name="village_code_length",
                condition=models.Q(code__isnull=True) | models.Q(code__length=12),
                violation_error_message=_("A village's statistical code has 12 digits."),
            )
        ]

    def clean(self) -> None:
        super().clean()
        if self.code and self.region_id and not self.code.startswith(self.region_id):
            raise ValidationError(
                {"code": _("The code must begin with the region's code, %(code)s.") % {"code": self.region_id}}
            )

    def settle(self) -> None:
        self.code = self.code or None
        self.position = self.code or self.region_id
        super().settle()

    def relied_on_by(self) -> Iterable[models.QuerySet[Any]]:
        return (
            self.aidprojects.all(),
            self.fundings.all(),
            self.donations.all(),
            self.purchases.all(),
            self.outcomes.all(),
        )
