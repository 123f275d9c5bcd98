"""Year-end forms as their data files declare them: what each row asks for, and of which list.

A file that cannot be understood stops the site at its start, and names the row.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from projects.listings import LISTINGS, Listing
from projects.models import Kind
from projects.models.base import in_reader_language

FOLDER = Path(__file__).parent / "forms"

KINDS = {
    "funding": (Kind.FUNDING, Kind.MOBILISED, Kind.COMMITMENTS),
    "donations": (Kind.DONATIONS,),
    "purchases": (Kind.PURCHASES, Kind.ASSISTED_SALES),
    "outcomes": (Kind.OUTCOME,),
    "projects": (Kind.PROJECT,),
}
MONEY = ("funding", "donations", "purchases")
WAN = "万元"
SHOWS = ("quantity", "ticks", "words", "names")
NAMED = ("projects", "awards")
ORIGINS = ("", "designated_counties")

Asked = Mapping[str, tuple[str, ...]]
"""Parameters of a list, as its page takes them."""


class Misdeclared(ImproperlyConfigured):
    pass


@dataclass(frozen=True)
class Option:
    label: str
    where: Asked | None = None
    """None where no record tells whether it applies."""


@dataclass(frozen=True)
class Ask:
    """A question to a list. Without `where`, nothing is certainly meant."""

    list: str
    show: str = "quantity"
    where: Asked | None = None
    possible: Asked | None = None
    """What may be meant: its records leave open whether it is, `because` of what they do not say."""
    because: str = ""
    because_en: str = ""
    origin: str = ""
    unit: str = ""
    options: tuple[Option, ...] = ()

    @property
    def is_money(self) -> bool:
        return self.list in MONEY

    @property
    def reason(self) -> str:
        return in_reader_language(self.because, self.because_en)

    @cached_property
    def together(self) -> Asked:
        """The parameters that keep what is certainly and what is possibly meant.

        The two differ in one parameter at most, so that one list can show both.
        """
        both = dict(self.where or self.possible or {})
        for name, values in (self.possible or {}).items():
            both[name] = tuple(dict.fromkeys((*both.get(name, ()), *values)))
        return both


@dataclass(frozen=True)
class Row:
    label: str
    key: str = ""
    level: int = 0
    unit: str = ""
    is_heading: bool = False
    since: int | None = None
    until: int | None = None
    unanswered: str = ""
    unanswered_en: str = ""
    answers: tuple[Ask, ...] = ()

    @property
    def why_unanswered(self) -> str:
        return in_reader_language(self.unanswered, self.unanswered_en)

    def stands_in(self, year: int) -> bool:
        return (self.since or year) <= year <= (self.until or year)


@dataclass(frozen=True)
class Beside:
    """What is recorded for the year and stands in no row."""

    label: str
    label_en: str
    ask: Ask

    @property
    def text(self) -> str:
        return in_reader_language(self.label, self.label_en)


@dataclass(frozen=True)
class Check:
    """A heading and the rows that should hold all of it, compared as two totals."""

    label: str
    label_en: str
    whole: tuple[Ask, ...]
    parts: tuple[Ask, ...]
    by: str
    """The attribute that tells what is missing."""

    @property
    def text(self) -> str:
        return in_reader_language(self.label, self.label_en)


@dataclass(frozen=True)
class ReportForm:
    key: str
    title: str
    name_en: str
    first_year: int
    last_year: int | None
    heading: str
    columns: Mapping[str, str]
    rows: tuple[Row, ...]
    checks: tuple[Check, ...] = ()
    beside: tuple[Beside, ...] = field(default=())

    @property
    def name(self) -> str:
        return in_reader_language(self.title, self.name_en)

    def rows_of(self, year: int) -> list[Row]:
        return [row for row in self.rows if row.stands_in(year)]


def read_forms(folder: Path) -> dict[str, ReportForm]:
    forms = (read_form(path) for path in folder.glob("*.toml"))
    return {form.key: form for form in sorted(forms, key=lambda form: (form.first_year, form.key))}


def read_form(path: Path) -> ReportForm:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        rows = tuple(_row(entry) for entry in content.pop("rows"))
        keyed = {row.key: row.answers for row in rows if row.key}
        if len(keyed) < sum(bool(row.key) for row in rows):
            raise Misdeclared("two rows have the same key")
        return ReportForm(
            key=path.stem,
            rows=rows,
            checks=tuple(_check(entry, keyed) for entry in content.pop("checks", ())),
            beside=tuple(_beside(entry) for entry in content.pop("beside", ())),
            **{"last_year": None, **content},
        )
    except (tomllib.TOMLDecodeError, TypeError, KeyError, Misdeclared) as error:
        raise Misdeclared(f"{path.name}: {error}") from error


def _row(entry: dict[str, Any]) -> Row:
    try:
        asked = tuple(_ask(ask, entry.get("unit", "")) for ask in entry.pop("answers", ()))
        return Row(answers=asked, **entry)
    except (TypeError, KeyError, Misdeclared) as error:
        raise Misdeclared(f"row “{entry.get('label', '?')}”: {error}") from error


def _beside(entry: dict[str, Any]) -> Beside:
    label, label_en = entry.pop("label"), entry.pop("label_en")
    return Beside(label, label_en, _ask(entry, WAN if entry["list"] in MONEY else ""))


def _check(entry: dict[str, Any], keyed: Mapping[str, tuple[Ask, ...]]) -> Check:
    whole, parts = (tuple(ask for key in entry.pop(side) for ask in keyed[key]) for side in ("whole", "parts"))
    if len({ask.list for ask in (*whole, *parts)}) != 1:
        raise Misdeclared(f"check “{entry['label']}”: rows of different lists cannot be compared")
    if entry["by"] not in LISTINGS[whole[0].list].parameters:
        raise Misdeclared(f"check “{entry['label']}”: no list knows “{entry['by']}”")
    return Check(whole=whole, parts=parts, **entry)


def _ask(entry: dict[str, Any], unit: str) -> Ask:
    listing = LISTINGS[entry["list"]]
    options = tuple(
        Option(option["label"], _asked(listing, option.get("where"))) for option in entry.pop("options", ())
    )
    sides = {side: _asked(listing, entry.pop(side, None)) for side in ("where", "possible")}
    ask = Ask(options=options, **sides, **{"unit": unit, **entry})  # type: ignore[arg-type]
    _refuse_nonsense(ask)
    return ask


def _asked(listing: Listing, where: Mapping[str, Iterable[str]] | None) -> Asked | None:
    if where is None:
        return None
    for name, values in where.items():
        filter_ = listing.filterset.base_filters.get(name)
        if filter_ is None:
            raise Misdeclared(f"the list “{listing.key}” has no parameter “{name}”")
        choices = {code for code, _ in filter_.extra.get("choices", ())}
        unknown = choices and set(values) - choices
        if unknown:
            raise Misdeclared(f"“{name}” cannot be {', '.join(sorted(unknown))}")
    return {name: tuple(values) for name, values in where.items()}


def _refuse_nonsense(ask: Ask) -> None:
    if ask.show not in SHOWS or ask.origin not in ORIGINS:
        raise Misdeclared(f"“show” is one of {SHOWS}, “origin” one of {ORIGINS}")
    if ask.show == "names" and ask.list not in NAMED:
        raise Misdeclared(f"only {NAMED} have names to show")
    if ask.show != "names" and ask.list not in KINDS:
        raise Misdeclared(f"“{ask.list}” is not counted")
    if ask.show in ("ticks", "words") and not ask.options:
        raise Misdeclared("“options” are missing")
    if ask.origin and ask.list != "purchases":
        raise Misdeclared("only purchases have an origin")
    if ask.show == "quantity":
        _refuse_what_cannot_be_added(ask)


def _refuse_what_cannot_be_added(ask: Ask) -> None:
    if ask.where is None and ask.possible is None:
        raise Misdeclared("neither “where” nor “possible” says what is meant")
    if ask.is_money != (ask.unit == WAN):
        raise Misdeclared(f"money is in {WAN}, and nothing else is")
    if ask.possible is not None and not ask.because:
        raise Misdeclared("“because” must say what the records leave open")
    if ask.where is not None and ask.possible is not None:
        differing = {name for name in {*ask.where, *ask.possible} if ask.where.get(name) != ask.possible.get(name)}
        if len(differing) > 1:
            raise Misdeclared("“where” and “possible” differ in more than one parameter")
    for side in (ask.where, ask.possible):
        kinds = KINDS[ask.list] if ask.list in MONEY and len(KINDS[ask.list]) > 1 else ()
        if side is not None and kinds and len(side.get("kind", ())) != 1:
            raise Misdeclared("“kind” must be one: kinds are never added to each other")
        if side is not None and ask.list == "outcomes" and len(side.get("indicator", ())) != 1:
            raise Misdeclared("“indicator” must be one: indicators are never added to each other")


FORMS = read_forms(FOLDER)
