"""Numbers, years and dates as people read them, in the active language. Nothing is ever rounded."""

import datetime
from collections.abc import Callable, Iterable
from decimal import Decimal

from django.utils.dateformat import format as format_date
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from projects.models.places import NO_FIRST_YEAR, NO_LAST_YEAR

MINUS = "\N{MINUS SIGN}"
FINEST = 4
"""The most decimals an amount in 万 or 亿 is written with; a finer one is written in the next smaller unit."""

_CHINESE_UNITS = ((8, "亿元"), (4, "万元"))


def is_english() -> bool:
    return (get_language() or "").startswith("en")


def between_names() -> str:
    """What stands between two names in a row of them: A, B, C; 甲、乙、丙."""
    return ", " if is_english() else "、"


def sentences(said: Iterable[str]) -> str:
    """One after the other, as one text."""
    return (" " if is_english() else "").join(said)


def names(text: str) -> str:
    """Names that are kept separated by “;”, as people read them."""
    return between_names().join(name for part in text.replace("；", ";").split(";") if (name := part.strip()))


def _plain(value: Decimal) -> str:
    """Grouped digits without idle zeros: 2,800, 979.4."""
    text = f"{abs(value):,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{MINUS}{text}" if value < 0 else text


def money(amount: Decimal | None) -> str:
    """700万元, 1.2亿元, 3,500元; RMB 7,000,000. An amount that is not stated says so."""
    if amount is None:
        return _("not stated")
    if is_english():
        fen = amount != amount.to_integral_value()
        text = f"{abs(amount):,.2f}" if fen else f"{abs(amount):,.0f}"
        return f"{MINUS if amount < 0 else ''}RMB\N{NO-BREAK SPACE}{text}"
    for digits, unit in _CHINESE_UNITS:
        scaled = amount.scaleb(-digits).normalize()
        if abs(scaled) >= 1 and -int(scaled.as_tuple().exponent) <= FINEST:
            return f"{_plain(scaled)}{unit}"
    return f"{_plain(amount)}元"


def quantity(value: Decimal | None, unit: str = "") -> str:
    """350, 2,800; with a unit 350座, 350 households."""
    if value is None:
        return _("not stated")
    if not unit:
        return _plain(value)
    if not is_english():
        return f"{_plain(value)}{unit}"
    joint = "" if unit == "%" else " "
    return f"{_plain(value)}{joint}{singular(unit) if value == 1 else unit}"


def coordinates(latitude: Decimal, longitude: Decimal) -> str:
    """45.38211° N, 121.56492° E; 北纬45.38211°，东经121.56492°."""
    north_south = _("%(degrees)s° S") if latitude < 0 else _("%(degrees)s° N")
    east_west = _("%(degrees)s° W") if longitude < 0 else _("%(degrees)s° E")
    joint = pgettext("between latitude and longitude", ", ")
    return joint.join(
        text % {"degrees": _plain(abs(degrees))} for text, degrees in ((north_south, latitude), (east_west, longitude))
    )


def singular(unit: str) -> str:
    """1 household, 1 person: units are kept in the plural."""
    if unit == "people":
        return "person"
    if unit.endswith("ies"):
        return f"{unit[:-3]}y"
    if unit.endswith(("sses", "xes", "ches", "shes")):
        return unit[:-2]
    return unit.removesuffix("s")


def years(year_from: int | None, year_to: int | None) -> str:
    """Inclusive years; a missing end (or what stands for it in the read model) is an open one."""
    first = year_from or NO_FIRST_YEAR
    last = year_to or NO_LAST_YEAR
    if first == NO_FIRST_YEAR and last == NO_LAST_YEAR:
        return _("years not stated")
    if first == NO_FIRST_YEAR:
        return _("up to %(year)s") % {"year": last}
    if last == NO_LAST_YEAR:
        return _("from %(year)s") % {"year": first}
    if first == last:
        return f"{first}" if is_english() else f"{first}年"
    return f"{first}–{last}" if is_english() else f"{first}—{last}年"


def date(day: datetime.date) -> str:
    """9 March 2021; 2021年3月9日."""
    return format_date(day, "j F Y" if is_english() else "Y年n月j日")


def quantity_interval(lower: Decimal, upper: Decimal, unit: str) -> str:
    """As `interval`; English names the unit once: at least 0, at most 247 households."""
    if lower == upper or not is_english():
        return interval(lower, upper, lambda value: quantity(value, unit))
    return _("at least %(lower)s, at most %(upper)s") % {"lower": quantity(lower), "upper": quantity(upper, unit)}


def interval(lower: Decimal, upper: Decimal, formatter: Callable[[Decimal], str] = money) -> str:
    """One number where the bounds meet, else both of them."""
    if lower == upper:
        return formatter(lower)
    return _("at least %(lower)s, at most %(upper)s") % {"lower": formatter(lower), "upper": formatter(upper)}


def span(lower: Decimal, upper: Decimal) -> str:
    """An amount of money or its bounds in the least room, for charts: a legend says which bound is which."""
    if lower == upper:
        return money(lower)
    return f"{money(lower)} – {money(upper)}" if is_english() else f"{money(lower)}～{money(upper)}"
