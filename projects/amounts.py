"""Amounts as people write them: 979.4万元, 1.2亿, ７００万元, 53,180,000."""

import re
import unicodedata
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MAX_AMOUNT = Decimal(10) ** 15
"""Yuan. Ten times China's yearly output: anything above is a slip of the keyboard."""

LONGEST = 40
"""Characters an amount is written with at the most."""

_UNITS = {"": 0, "元": 0, "万": 4, "万元": 4, "亿": 8, "亿元": 8}
_WRITTEN = re.compile(r"(?:RMB|CNY|¥)?(?P<number>-?[0-9]*\.?[0-9]+)(?P<unit>万元|亿元|元|万|亿|)")
_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(?![0-9])")


def parse_amount(text: str) -> Decimal | None:
    """Exact yuan of an amount in words or digits; None for an empty text (not stated).

    Raises ValidationError when the text is no amount, is negative, or has parts of a fen.
    """
    compact = "".join(unicodedata.normalize("NFKC", text).split())
    if not compact:
        return None
    match = _WRITTEN.fullmatch(_GROUPED.sub(lambda found: found[0].replace(",", ""), compact))
    if match is None or len(compact) > LONGEST:
        raise ValidationError(
            _("“%(text)s” is no amount. Write yuan (7000000) or an amount with its unit (979.4万元, 1.2亿元)."),
            code="invalid_amount",
            params={"text": text[:60]},
        )
    amount = Decimal(match["number"]).scaleb(_UNITS[match["unit"]])
    return check_amount(amount)


def check_amount(amount: Decimal) -> Decimal:
    """The amount with two decimals, once it is known to be storable as whole fen."""
    if not amount.is_finite() or amount < 0:
        raise ValidationError(_("An amount cannot be negative."), code="negative_amount")
    if amount > MAX_AMOUNT:
        raise ValidationError(
            _("This amount is larger than any that can be meant. Check the unit: 万元 or yuan?"),
            code="amount_too_large",
        )
    fen = amount.quantize(Decimal("0.01"))
    if fen != amount:
        raise ValidationError(_("An amount has at most two decimals (fen)."), code="amount_precision")
    return fen


def amount_of(as_written: str) -> Decimal | None:
    """Yuan of a wording, or None where it is empty or no plain amount."""
    try:
        return parse_amount(as_written)
    except ValidationError:
        return None


def is_unit_slip(one: Decimal, other: Decimal) -> bool:
    """Whether one amount is the other with 万元 taken for yuan or the other way round."""
    return Decimal(0) not in (one, other) and max(one, other) == min(one, other) * 10_000


def last_digit(as_written: str) -> Decimal:
    """The value of the last digit a wording shows, in yuan: 10,000 for 700万元, 1,000 for 979.4万元.

    Zero where the wording is empty or no plain amount: nothing is then known to be rounded.
    """
    compact = "".join(unicodedata.normalize("NFKC", as_written).split())
    match = _WRITTEN.fullmatch(_GROUPED.sub(lambda found: found[0].replace(",", ""), compact))
    if match is None:
        return Decimal(0)
    decimals = len(match["number"].partition(".")[2])
    return Decimal(1).scaleb(_UNITS[match["unit"]] - decimals)
