"""A filled form: what screen, spreadsheet and document show alike."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from projects.models import Enterprise
from projects.reports.declarations import ReportForm, Row


@dataclass(frozen=True)
class Link:
    """A list under a filter: the records behind a number."""

    list: str
    scope: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Entry:
    text: str
    number: Decimal | None = None
    """Where it is one number, in the row's unit."""
    link: Link | None = None


@dataclass(frozen=True)
class Cell:
    """Empty where nothing is recorded: that is not zero."""

    entries: tuple[Entry, ...] = ()
    remarks: tuple[int, ...] = ()
    """Numbers of the remarks below the table."""

    @property
    def text(self) -> str:
        return "；".join(entry.text for entry in self.entries)

    @property
    def number(self) -> Decimal | None:
        return self.entries[0].number if len(self.entries) == 1 else None


@dataclass(frozen=True)
class FilledRow:
    row: Row
    this: Cell
    prior: Cell

    @property
    def remarks(self) -> tuple[int, ...]:
        return tuple(sorted({*self.this.remarks, *self.prior.remarks}))


@dataclass
class Remark:
    """Why a number is an interval, what it leaves out, what does not fit; with the records it speaks of, by year."""

    text: str
    links: dict[int, Link | None] = field(default_factory=dict)


class Remarks:
    """The remarks of a form, numbered as they come; what is said of two years alike is said once."""

    def __init__(self) -> None:
        self._known: dict[object, int] = {}
        self.found: list[Remark] = []

    def number(self, text: str, year: int | None = None, link: Link | None = None) -> int:
        scope = {**link.scope, "year_from": (), "year_to": ()} if link else {}
        key = (text, link.list if link else "", tuple(scope.items()))
        if key not in self._known:
            self.found.append(Remark(text))
            self._known[key] = len(self.found)
        number = self._known[key]
        if year is not None:
            self.found[number - 1].links[year] = link
        return number


@dataclass(frozen=True)
class FilledForm:
    form: ReportForm
    enterprise: Enterprise
    year: int
    rows: list[FilledRow]
    remarks: list[Remark]
    warnings: list[Remark]
    beside: list[Remark]
    """What is recorded for the year and stands in no row."""
    subsidiaries: list[Enterprise]
    """Their records are their own, and not in this form."""
