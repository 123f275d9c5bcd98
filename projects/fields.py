"""Exact numbers: whole hundredths in the database, Decimal everywhere above it.

SQLite adds decimals as floating point; integers are exact on every database.
"""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext_lazy as _

from projects.amounts import MAX_AMOUNT, check_amount, parse_amount

HUNDREDTH = Decimal("0.01")

if TYPE_CHECKING:
    _NumberField = models.Field[Decimal | int | str | None, Decimal | None]
else:
    _NumberField = models.Field


class AmountFormField(forms.Field):
    """A text box that reads yuan or 979.4万元."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> Decimal | None:
        if isinstance(value, Decimal):
            return value
        return parse_amount(str(value)) if value is not None else None

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            return f"{value:f}".removesuffix(".00")
        return value


class HundredthsField(_NumberField):
    """A quantity of at most two decimals, stored as a whole number of hundredths.

    Deliberately no IntegerField: arithmetic on it in a query must name its output field,
    or Django refuses, so that hundredths can never be taken for units.
    """

    empty_strings_allowed = False
    description = _("Exact number with two decimals")

    def get_internal_type(self) -> str:
        return "BigIntegerField"

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-2).quantize(HUNDREDTH)

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or value == "":
            return None
        if isinstance(value, str):
            return parse_amount(value)
        try:
            return check_amount(Decimal(value))
        except (TypeError, ValueError, ArithmeticError) as error:
            raise ValidationError(_("This is no number."), code="invalid") from error

    def get_prep_value(self, value: Any) -> int | None:
        value = super().get_prep_value(value)
        if value is None:
            return None
        hundredths = Decimal(value).scaleb(2)
        if hundredths != hundredths.to_integral_value():
            raise ValueError(f"{value} has parts of a hundredth")
        return int(hundredths)

    def value_to_string(self, obj: models.Model) -> str:
        value = self.value_from_object(obj)
        return "" if value is None else str(value)

    def formfield(self, **kwargs: Any) -> forms.Field | None:  # type: ignore[override]
        return super().formfield(**{"form_class": AmountFormField, **kwargs})


class MoneyField(HundredthsField):
    """Yuan, stored as whole fen."""

    description = _("Amount of money in yuan")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("validators", [MinValueValidator(Decimal(0))])
        super().__init__(*args, **kwargs)


__all__ = ["HUNDREDTH", "MAX_AMOUNT", "AmountFormField", "HundredthsField", "MoneyField"]
