"""A year-end form, filled from what is published about one enterprise: the year asked for, and the one before."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.db.models.functions import Left
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from projects import formatting
from projects.counting import Answer, Bucket, Cube, Selection, Where
from projects.filters.fields import NOT_STATED
from projects.listings import LISTINGS
from projects.listings.base import printable
from projects.models import (
    AwardLevel,
    CountedFigure,
    CountedVillage,
    Enterprise,
    Form,
    Kind,
    Level,
    Measure,
    Relationship,
)
from projects.reports import remarks as say
from projects.reports.cells import Cell, Entry, FilledForm, FilledRow, Link, Remark, Remarks
from projects.reports.declarations import KINDS, Ask, Asked, Check, ReportForm, Row

FORM_LANGUAGE = "zh-hans"
"""An official form is in Chinese, whoever reads it."""
MOST_NAMES = 20
WAN_DIGITS = 4
TICKED, NOT_TICKED = "☑", "☐"
Answered = tuple[Entry | None, list[str], Link | None]
"""What stands in a cell, what is said about it, and the records behind it."""
LABELS = {"measure": Measure, "form": Form, "relationship": Relationship}


def fill(form: ReportForm, enterprise: Enterprise, year: int) -> FilledForm:
    """In a number of queries that depends on the form alone."""
    this, prior = Column(form, enterprise, year), Column(form, enterprise, year - 1)
    remarks = Remarks()
    return FilledForm(
        form,
        enterprise,
        year,
        rows=[FilledRow(row, this.cell(row, remarks), prior.cell(row, remarks)) for row in form.rows_of(year)],
        remarks=remarks.found,
        warnings=list(this.warnings()),
        beside=list(this.beside()),
        subsidiaries=list(enterprise.subsidiaries.filter(state="published").order_by("ref")),
    )


def wheres(ask: Ask, asked: Asked | None) -> list[Where]:
    """A list's parameters as counting takes them."""
    if asked is None:
        return []
    stored = {name: tuple("" if v == NOT_STATED else v for v in values) for name, values in asked.items()}
    return [{"kind": tuple(KINDS[ask.list]), **stored}]


class Column:
    """One year of a form."""

    def __init__(self, form: ReportForm, enterprise: Enterprise, year: int) -> None:
        self.form, self.enterprise, self.year = form, enterprise, year
        self.counted: QuerySet[CountedFigure] = CountedFigure.objects.filter(enterprise=enterprise)

    def answer(self, ask: Ask, certain: Asked | None, possible: Asked | None = None) -> Answer:
        cube = self._of_designated_counties if ask.origin else self._everywhere
        return cube.answer(wheres(ask, certain), wheres(ask, possible))

    @cached_property
    def _everywhere(self) -> Cube:
        return Cube(self.counted, Selection.of(year_from=self.year, year_to=self.year))

    @cached_property
    def _of_designated_counties(self) -> Cube:
        selection = Selection.of(self.designated_counties, year_from=self.year, year_to=self.year)
        return Cube(self.counted.filter(kind__in=KINDS["purchases"]), selection)

    @cached_property
    def designated_counties(self) -> frozenset[str]:
        """Where the enterprise's designated assistance goes, in whatever year."""
        projects = self.counted.filter(kind=Kind.PROJECT, project__relationship=Relationship.CENTRAL_DESIGNATED)
        named = CountedVillage.objects.filter(counted__in=projects)
        county = Level.COUNTY.value
        codes = {
            *projects.values_list(Left("region_code", county), flat=True).distinct(),
            *named.values_list(Left("position", county), flat=True).distinct(),
        }
        return frozenset(code for code in codes if len(code) == county)

    def link(self, ask: Ask, asked: Asked) -> Link:
        scope = {
            "enterprise": (self.enterprise.ref,),
            **asked,
            "year_from": (str(self.year),),
            "year_to": (str(self.year),),
        }
        if ask.origin:
            scope["region"] = tuple(sorted(self.designated_counties))
        return Link(ask.list, scope)

    def cell(self, row: Row, remarks: Remarks) -> Cell:
        if row.unanswered:
            return Cell(remarks=(remarks.number(row.why_unanswered),))
        entries: list[Entry] = []
        numbers: list[int] = []
        for ask in row.answers:
            entry, said, link = self.answered(ask)
            if entry and len(row.answers) > 1:  # side by side, each in its unit: they are not added
                entry = Entry(f"{entry.text}{ask.unit}", None, entry.link)
            entries += [entry] if entry else []
            numbers += [remarks.number(formatting.sentences(said), self.year, link)] if said else []
        return Cell(tuple(entries), tuple(numbers))

    def answered(self, ask: Ask) -> Answered:
        if ask.show == "names":
            return self._names(ask)
        if ask.show in ("ticks", "words"):
            return self._options(ask)
        if ask.origin and not self.designated_counties:
            return None, [_("No county of designated assistance is recorded.")], None
        answer = self.answer(ask, ask.where, ask.possible)
        link = self.link(ask, ask.together)
        return self._quantity(ask, answer, link), list(say.why_an_interval(ask, answer)), link

    def _quantity(self, ask: Ask, answer: Answer, link: Link) -> Entry | None:
        totals = answer.totals
        if answer.is_empty:
            return None
        with override(FORM_LANGUAGE):
            if totals.not_stated_in_interval == totals.in_interval:
                return Entry(_("not stated"), None, link)
            lower, upper = in_unit(ask, totals.lower), in_unit(ask, totals.upper)
            text = formatting.interval(lower, upper, formatting.quantity)
        return Entry(text, lower if totals.is_exact else None, link)

    def _options(self, ask: Ask) -> Answered:
        """Boxes to tick, or the words that apply. What only may apply is not ticked, and said below."""
        answers = {option.label: self.answer(ask, option.where) for option in ask.options}
        applies = {label: bool(answer.totals.rows[Bucket.INSIDE]) for label, answer in answers.items()}
        may = [label for label, answer in answers.items() if answer.totals.in_interval and not applies[label]]
        unclear = self.answer(ask, ask.possible).totals
        said = []
        if may:
            said.append(
                _("Not known whether this applies: %(options)s.") % {"options": pgettext("list", ", ").join(may)}
            )
        if unclear.in_interval:
            number = formatting.interval(unclear.lower, unclear.upper, formatting.quantity)
            said.append(_("Number of projects not told apart: %(number)s. %(reason)s")
                        % {"number": number, "reason": ask.reason})  # fmt: skip
        link = self.link(ask, union([option.where for option in ask.options] + [ask.possible]))
        if ask.show == "ticks":
            text = "　".join(f"{TICKED if ticked else NOT_TICKED}{label}" for label, ticked in applies.items())
        else:
            text = "、".join(label for label, applied in applies.items() if applied)
        found = any(applies.values()) or said
        return Entry(text, None, link if found else None) if text else None, said, link

    def _names(self, ask: Ask) -> Answered:
        """Answered by the list itself."""
        link = self.link(ask, ask.where or {})
        query = LISTINGS[ask.list].select(QueryDict(urlencode(link.scope, doseq=True)), strict=True)
        columns = ("title_zh", "level", "granting_bodies") if ask.list == "awards" else ("title_zh",)
        rows = list(query.selected.order_by("ref").values_list(*columns)[: MOST_NAMES + 1])
        if not rows:
            return None, [], None
        with override(FORM_LANGUAGE):
            text = "；".join(award(*row) if ask.list == "awards" else printable(row[0]) for row in rows[:MOST_NAMES])
        said = []
        if len(rows) > MOST_NAMES:
            said.append(_("Only the first %(most)s are listed.") % {"most": MOST_NAMES})
        if ask.list == "projects":
            said += say.why_an_interval(ask, self.answer(ask, ask.where or {}))
        return Entry(text, None, link), said, link

    def warnings(self) -> Iterator[Remark]:
        """Never block: a published filing reports a heading and leaves all its items blank."""
        for check in self.form.checks:
            yield from self._missing(check, check.whole, check.parts, _("stands in no item"))
            yield from self._missing(check, check.parts, check.whole, _("stands in an item and not in the heading"))

    def _missing(
        self, check: Check, there: tuple[Ask, ...], not_here: tuple[Ask, ...], verdict: str
    ) -> Iterator[Remark]:
        asked, elsewhere = (
            [where for ask in asks for side in (ask.where, ask.possible) for where in wheres(ask, side)]
            for asks in (there, not_here)
        )
        for value, answer in sorted(self._everywhere.missing(asked, elsewhere, check.by).items()):
            label = LABELS[check.by](value).label if value else _("not stated")
            said = {
                "check": check.text,
                "label": label,
                "amount": say.shown_total(there[0], answer.totals),
                "verdict": verdict,
            }
            listed = union([ask.together for ask in there]) | ({check.by: (value,)} if value else {})
            link = self.link(there[0], listed)
            yield Remark(_("%(check)s: %(label)s, %(amount)s, %(verdict)s.") % said, {self.year: link})

    def beside(self) -> Iterator[Remark]:
        for line in self.form.beside:
            answer = self.answer(line.ask, line.ask.where)
            if not answer.is_empty:
                said = {"label": line.text, "amount": say.shown_total(line.ask, answer.totals)}
                yield Remark(_("%(label)s: %(amount)s") % said, {self.year: self.link(line.ask, line.ask.together)})


def in_unit(ask: Ask, value: Decimal) -> Decimal:
    """万元 for money, to the fen: nothing is rounded."""
    return value.scaleb(-WAN_DIGITS) if ask.is_money else value


def union(sides: list[Asked | None]) -> dict[str, tuple[str, ...]]:
    """Parameters that keep what any of the sides keeps, and perhaps more."""
    stated = [side for side in sides if side is not None]
    names = set.intersection(*(set(side) for side in stated)) if stated else set()
    return {name: tuple(dict.fromkeys(value for side in stated for value in side[name])) for name in sorted(names)}


def award(title: str, level: str, bodies: str) -> str:
    """Content and level, as the form asks; and who granted it, where stated."""
    known = [AwardLevel(level).label if level else _("level not stated"), *(bodies.split(";") if bodies else ())]
    return printable(f"{title}（{'，'.join(str(part).strip() for part in known)}）")
