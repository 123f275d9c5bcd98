"""Totals as people read them: the interval, why it is one, and what lies beside it."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from projects.counting import Bucket, Selection, Summary, Totals, summarise, wider_parts
from projects.models import CountedFigure, Indicator, Kind, Payer, Region
from projects.models.places import NO_FIRST_YEAR, NO_LAST_YEAR
from projects.templatetags.aid import text
from projects.views.details.addresses import LIST_OF_KIND, Scope
from projects.views.details.sentences import Wording, Writer

ALWAYS_SHOWN: tuple[Kind, ...] = (Kind.FUNDING, Kind.DONATIONS, Kind.PURCHASES)
EXCHANGES = (Kind.PURCHASES, Kind.ASSISTED_SALES)

SharedWith = dict[tuple[str, str], SafeString]


@dataclass(frozen=True)
class Statement:
    """One kind's total: never to be added to another."""

    key: str
    label: str
    totals: Totals
    shown: str
    address: str
    remarks: list[SafeString] = field(default_factory=list)
    name: str = ""
    """The label as plain text."""


@dataclass(frozen=True)
class Statements:
    money: list[Statement]
    outcomes: list[Statement]
    summary: Summary

    def of(self, key: str) -> Statement:
        return next(s for s in (*self.money, *self.outcomes) if s.key == key)


def state(
    figures: QuerySet[CountedFigure],
    selection: Selection,
    scope: Scope,
    *,
    shared_with: SharedWith | None = None,
    always: Collection[Kind] = ALWAYS_SHOWN,
) -> Statements:
    """What pages say about a selection, in as many queries however many figures there are.

    `shared_with` names, per kind and indicator, what a shared sum is shared with, where that is short enough to say.
    """
    indicators = list(Indicator.objects.all())
    summary = summarise(figures, selection, indicators)
    has_wider = any(totals.rows[Bucket.WIDER] for totals in summary)
    wider = wider_parts(figures, selection) if has_wider else {}
    regions = Region.objects.in_bulk({part.region_code for parts in wider.values() for part in parts})
    partners = shared_with or {}
    has_years = (selection.year_from, selection.year_to) != (NO_FIRST_YEAR, NO_LAST_YEAR)
    money = []
    for kind, totals in summary.money.items():
        if kind in always or concerns(totals):
            list_key, of_kind = LIST_OF_KIND[kind]
            writer = Writer(
                Wording.BOUGHT if kind in EXCHANGES else Wording.GIVEN,
                None, list_key, scope, of_kind, regions, partners.get((kind, "")), has_years,
            )  # fmt: skip
            remarks = writer.remarks(totals, wider.get((kind, ""), []))
            if kind == Kind.DONATIONS and totals.in_interval:
                theirs = figures.filter(kind=Kind.DONATIONS, payer=Payer.EMPLOYEES)
                from_employees = summarise(theirs, selection, [])
                remarks.insert(0, writer.employees(from_employees.money[kind]))
            money.append(
                Statement(kind, capfirst(str(kind.label)), totals, writer.interval(totals), writer.made_of(), remarks)
            )
    outcomes = []
    for indicator in indicators:
        totals = summary.outcomes[indicator.ref]
        if totals.is_additive and concerns(totals):
            writer = Writer(
                Wording.CAME_ABOUT, indicator.unit_name, "outcomes", scope,
                {"indicator": indicator.ref}, regions, partners.get((Kind.OUTCOME, indicator.ref)), has_years,
            )  # fmt: skip
            remarks = writer.remarks(totals, wider.get((Kind.OUTCOME, indicator.ref), []))
            outcomes.append(
                Statement(
                    indicator.ref,
                    text(indicator, "name"),
                    totals,
                    writer.interval(totals),
                    writer.made_of(),
                    remarks,
                    indicator.name,
                )
            )
    return Statements(money, outcomes, summary)


def concerns(totals: Totals) -> bool:
    """Whether anything of this kind has to do with the selection."""
    return any(totals.rows[bucket] for bucket in Bucket if bucket != Bucket.OUTSIDE)
