from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models.base import Named, Noted, Record
from projects.models.history import kept_history
from projects.models.indexes import filtered_by, sorted_by
from projects.models.rules import Rule


class VillageKind(models.TextChoices):
    VILLAGE = "village", _("village")
    GACHA = "gacha", _("gacha")
    COMMUNITY = "community", _("community")


FARTHEST_NORTH, FARTHEST_EAST = 90, 180
DECIMALS = 5
"""Of a degree: about a metre."""


def coordinate_field(label: Any, farthest: int, help_text: Any) -> Any:
    return models.DecimalField(
        label,
        max_digits=len(str(farthest)) + DECIMALS,
        decimal_places=DECIMALS,
        null=True,
        blank=True,
        validators=[MinValueValidator(-farthest), MaxValueValidator(farthest)],
        help_text=help_text,
    )


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
    latitude = coordinate_field(
        _("latitude"),
        FARTHEST_NORTH,
        _(
            "Decimal degrees north in WGS 84, as GPS shows them, with at most five decimals: 45.38211. "
            "The middle of the village, never a household's house."
        ),
    )
    longitude = coordinate_field(
        _("longitude"),
        FARTHEST_EAST,
        _(
            "Decimal degrees east in WGS 84: 121.56492. "
            "Chinese web maps shift theirs (GCJ-02, BD-09); convert such coordinates first."
        ),
    )
    position = models.CharField(max_length=12, editable=False)
    """The code, else the region's: whatever begins with a division's code lies in it."""

    history = kept_history()

    class Meta:
        verbose_name = _("village")
        verbose_name_plural = _("villages")
        ordering = ["position", "ref"]
        indexes = [*sorted_by("village", "position", "region"), *filtered_by("village", "kind")]
        constraints = [
            Rule(
                name="village_code_length",
                condition=models.Q(code__isnull=True) | models.Q(code__length=12),
                violation_error_message=_("A village's statistical code has 12 digits."),
            ),
            Rule(
                name="village_coordinates",
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__gte=-FARTHEST_NORTH,
                    latitude__lte=FARTHEST_NORTH,
                    longitude__gte=-FARTHEST_EAST,
                    longitude__lte=FARTHEST_EAST,
                ),
                violation_error_message=_("Give latitude and longitude both, or neither."),
            ),
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
