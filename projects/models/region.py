from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from projects.models.base import Named, Versioned
from projects.models.history import kept_history
from projects.models.rules import Rule

models.CharField.register_lookup(Length)


class Level(models.IntegerChoices):
    """The value is the number of digits of the division code."""

    PROVINCE = 2, _("province")
    PREFECTURE = 4, _("prefecture")
    COUNTY = 6, _("county")
    TOWNSHIP = 9, _("township")


def parent_code(code: str) -> str | None:
    """The code of the division one level up: 152224103 → 152224."""
    shorter = [level.value for level in Level if level.value < len(code)]
    return code[: max(shorter)] if shorter else None


class Region(Named, Versioned):
    """An administrative division above the village, known by its statistical code."""

    code = models.CharField(
        _("division code"),
        max_length=9,
        primary_key=True,
        validators=[
            RegexValidator(r"\A([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9})\Z", _("A division code has 2, 4, 6 or 9 digits."))
        ],
        help_text=_(
            "2 digits for a province, 4 for a prefecture or league, 6 for a county or banner, 9 for a township."
        ),
    )
    parent = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="children")

    history = kept_history()

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["code"]
        constraints = [
            Rule(
                name="region_code_length",
                condition=models.Q(code__length__in=[level.value for level in Level]),
                violation_error_message=_("A division code has 2, 4, 6 or 9 digits."),
            )
        ]

    @property
    def ref(self) -> str:
        return self.code

    @property
    def level(self) -> Level:
        return Level(len(self.code))

    def clean(self) -> None:
        super().clean()
        self.parent_id = parent_code(self.code)
        try:
            _found = self.parent
        except Region.DoesNotExist as error:
            raise ValidationError(
                {"code": _("Enter the region %(code)s first: it contains this one.") % {"code": self.parent_id}}
            ) from error

    def settle(self) -> None:
        self.parent_id = parent_code(self.code)
        super().settle()

    def lineage(self) -> list["Region"]:
        """From the province down to this region."""
        codes = [self.code[:level] for level in Level if level <= len(self.code)]
        return list(Region.objects.filter(code__in=codes).order_by("code"))
