"""Records made to fit what a form asks for, and to miss it."""

from dataclasses import dataclass
from typing import Any

from projects.models import AidProject, Enterprise, Indicator, Relationship, Village
from projects.reports.declarations import FORMS, Ask, Asked, ReportForm, Row
from tests import factories

AMOUNT, VALUE = "9794000", "979.40"
"""Yuan, and anything else: both read 979.4 in a form."""
OTHER = {
    "measure": "consumption",
    "form": ("cash", "in_kind"),
    "terms": ("grant", "repayable"),
    "relationship": "counterpart",
    "payer": "employees",
}
COUNTY, ELSEWHERE = "610829", "150622"


@dataclass(frozen=True)
class Asking:
    """One question of one row, with a year the row stands in."""

    form: ReportForm
    row: Row
    ask: Ask

    @property
    def year(self) -> int:
        return self.row.until or self.row.since or self.form.first_year

    def __str__(self) -> str:
        return f"{self.form.key}: {self.row.key or self.row.label}: {self.ask.unit}"


ASKED = [
    Asking(form, row, ask)
    for form in FORMS.values()
    for row in form.rows
    for ask in row.answers
    if ask.show == "quantity"
]


def fitting(asked: Asked) -> dict[str, str]:
    """Attributes of a record that the parameters keep."""
    return {name: "" if values[0] == "not_stated" else values[0] for name, values in asked.items()}


def missing(ask: Ask, name: str) -> dict[str, str] | None:
    """Attributes that differ from what is asked for in one; None where every value would fit."""
    asked = ask.together
    attributes = fitting(asked)
    if name == "kind":
        other = {"funding": "mobilised", "mobilised": "funding", "purchases": "assisted_sales"}
        return {**attributes, "kind": other.get(asked["kind"][0], "purchases")}
    if name == "indicator":
        return {**attributes, "indicator": "roads_built"}
    if name == "programme":
        return {**attributes, "programme": "yes"}
    wrong = OTHER[name]
    values = (wrong,) if isinstance(wrong, str) else wrong
    left = [value for value in values if value not in asked[name]]
    return {**attributes, name: left[0]} if left else None


def record(ask: Ask, attributes: dict[str, str], giver: Enterprise, year: int, place: str = COUNTY) -> Any:
    """A published record with these attributes, of exactly this year."""
    when = {"year_from": year, "year_to": year}
    project_fields = {name: attributes[name] for name in ("measure", "relationship") if name in attributes}
    kind = attributes.get("kind", "")
    match ask.list:
        case "funding":
            origin = "mobilised" if kind == "mobilised" else ""
            fields = {name: attributes[name] for name in ("form", "terms") if name in attributes}
            project = factories.make_project(enterprise=giver, year_from=1990, year_to=1990, **project_fields)
            return factories.make_funding(project=project, amount=AMOUNT, origin=origin, **when, **fields)
        case "donations":
            fields = {name: attributes[name] for name in ("form", "payer") if name in attributes}
            return factories.make_donation(enterprise=giver, amount=AMOUNT, **when, **fields)
        case "purchases":
            mode = "assisted_sale" if kind == "assisted_sales" else "purchase"
            village = village_in(place)
            return factories.make_purchase([village], enterprise=giver, amount=AMOUNT, mode=mode, **when)
        case "outcomes":
            project = factories.make_project(enterprise=giver, year_from=1990, year_to=1990, **project_fields)
            indicator = Indicator.objects.get(ref=attributes["indicator"])
            return factories.make_outcome(project=project, indicator=indicator, value=VALUE, **when)
    project = factories.make_project(enterprise=giver, **when, **project_fields)
    if attributes.get("programme") == "yes":
        factories.make_project(enterprise=giver, parent=project, measure="consumption", year_from=1990, year_to=1990)
    return project


def village_in(county: str) -> Village:
    return factories.make_village(region=factories.make_region(county))


def designated_county(giver: Enterprise) -> AidProject:
    return factories.make_project(
        [village_in(COUNTY)], enterprise=giver, relationship=Relationship.CENTRAL_DESIGNATED,
        year_from=1990, year_to=1990,
    )  # fmt: skip
