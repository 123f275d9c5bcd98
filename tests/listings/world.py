"""Two contrasting records of every kind: whatever is asked for keeps the one and drops the other."""

from datetime import date
from typing import Any

from projects.models import Indicator, Region, State, Village
from tests import factories

HOSTILE = "=1+1<script>alert(1)</script>\u202e\x07＝甲"
PRINTED = HOSTILE.replace("\x07", "")

CHOSEN: dict[str, tuple[str, str]] = {
    # parameter: (a value that keeps only the record “in”, one that no record has)
    "q": ("入选", "\0"),
    "region": ("15", "abc"),
    "village": ("v-in", "nope"),
    "enterprise": ("e-in", "nope"),
    "measure": ("industry", "nope"),
    "year_to": ("2016", "20x8"),
    "bucket": ("inside", "nope"),
    "basis": ("reported", "nope"),
    "source": ("s-in", "nope"),
    "relationship": ("east_west", "nope"),
    "status": ("completed", "nope"),
    "programme": ("yes", "nope"),
    "parent": ("parent-in", "nope"),
    "project": ("p-in", "nope"),
    "kind": ("", "nope"),
    "origin": ("own", "nope"),
    "terms": ("grant", "nope"),
    "form": ("cash", "nope"),
    "stage": ("paid", "nope"),
    "amount": ("yes", "nope"),
    "value": ("yes", "nope"),
    "payer": ("enterprise", "nope"),
    "mode": ("purchase", "nope"),
    "indicator": ("households_lifted", "nope"),
    "concept": ("net_income", "nope"),
    "level": ("national", "nope"),
    "language": ("en", "nope"),
}
KIND_OF = {"villages": "gacha", "funding": "funding", "purchases": "purchases"}

REFS = {
    "villages": ("v-in", "v-out"), "projects": ("p-in", "p-out"), "enterprises": ("e-in", "e-out"),
    "funding": ("f-in", "f-out"), "donations": ("d-in", "d-out"), "purchases": ("b-in", "b-out"),
    "awards": ("a-in", "a-out"), "outcomes": ("o-in", "o-out"), "sources": ("s-in", "s-out"),
}  # fmt: skip


def build() -> None:
    here, there = factories.make_region("152224103"), factories.make_region("610829")
    for parent in ("parent-in", "parent-out"):
        factories.make_enterprise(ref=parent, name_zh="母公司")
    _side("in", here, HOSTILE + "入选", 2015, measure="industry", first=True)
    _side("out", there, "落选", 2019, measure="health", first=False)


def _side(side: str, region: Region, name: str, year: int, measure: str, first: bool) -> None:
    def pick(chosen: Any, other: Any) -> Any:
        return chosen if first else other

    source = factories.make_source(
        ref=f"s-{side}", title=name, published_on=date(year, 5, 1), language=pick("en", "zh"), note=name
    )
    giver = factories.make_enterprise(ref=f"e-{side}", name_zh=name, parent=_enterprise(f"parent-{side}"))
    village = factories.make_village(
        ref=f"v-{side}", name_zh=name, region=region, kind=pick("gacha", "village"),
        latitude=pick("45.38211", "-0.5"), longitude=pick("121.5", "-10"),
    )  # fmt: skip
    located = {"source": source, "locator": "¶2"}
    when = {"year_from": year, "year_to": year}
    figure = {**located, **when, "basis": pick("reported", "recorded"), "note": name}
    programme = factories.make_project(
        ref=f"parent-{side}",
        enterprise=giver,
        measure=measure,
        villages=[village],
        state=State.PUBLISHED,
        **located,
        **when,
    )
    project = factories.make_project(
        ref=f"p-{side}", title_zh=name, enterprise=giver, measure=measure, villages=[village], parent=programme,
        relationship=pick("east_west", ""), status=pick("completed", ""), **located, **when,
    )  # fmt: skip
    if first:
        factories.make_project([village], ref="child-in", enterprise=giver, parent=project, **located, **when)
    factories.make_funding(
        ref=f"f-{side}", project=project, amount=pick("700万元", None), origin=pick("own", "mobilised"),
        terms=pick("grant", ""), form=pick("cash", ""), stage=pick("paid", ""), **figure,
    )  # fmt: skip
    factories.make_donation(
        [village], ref=f"d-{side}", enterprise=giver, campaign=name, amount=pick("1.5万元", None),
        payer=pick("enterprise", "employees"), form=pick("cash", "in_kind"), **figure,
    )  # fmt: skip
    factories.make_purchase(
        [village], ref=f"b-{side}", enterprise=giver, products=name, amount=pick("9", None),
        mode=pick("purchase", "assisted_sale"), **figure,
    )  # fmt: skip
    factories.make_outcome(
        ref=f"o-{side}", project=project,
        indicator=Indicator.objects.get(ref=pick("households_lifted", "people_lifted")),
        value=pick("247", None), concept=pick("net_income", ""), **figure,
    )  # fmt: skip
    factories.make_award(
        ref=f"a-{side}", title_zh=name, enterprise=giver, year=year, level=pick("national", ""), **located
    )


def _enterprise(ref: str) -> Any:
    from projects.models import Enterprise

    return Enterprise.objects.get(ref=ref)


def add_drafts() -> None:
    """One record of every kind that is nobody's business yet."""
    hidden = {"state": State.DRAFT}
    name = "尚未公开"
    village = factories.make_village(ref="draft-v", name_zh=name, **hidden)
    giver = factories.make_enterprise(ref="draft-e", name_zh=name, **hidden)
    source = factories.make_source(ref="draft-s", title=name, **hidden)
    of = {"source": source, "state": State.IN_REVIEW}
    project = factories.make_project(ref="draft-p", title_zh=name, enterprise=giver, villages=[village], **of)
    factories.make_funding(ref="draft-f", project=project, as_written=name, **of)
    factories.make_donation([village], ref="draft-d", enterprise=giver, campaign=name, **of)
    factories.make_purchase([village], ref="draft-b", enterprise=giver, products=name, **of)
    factories.make_outcome(ref="draft-o", project=project, as_written=name, **of)
    factories.make_award(ref="draft-a", title_zh=name, enterprise=giver, **of)


DRAFTS = {
    "villages": "draft-v", "projects": "draft-p", "enterprises": "draft-e", "funding": "draft-f",
    "donations": "draft-d", "purchases": "draft-b", "awards": "draft-a", "outcomes": "draft-o", "sources": "draft-s",
}  # fmt: skip


def add_more(kind: str, number: int) -> None:
    """More published rows of a list, each with places and relations of its own."""
    region = factories.make_region("150622")
    for index in range(number):
        village: Village | None = None
        if kind not in ("enterprises", "awards", "sources"):
            village = factories.make_village(name_zh=f"村{index}", region=region)
        villages = [village] if village else []
        match kind:
            case "projects":
                factories.make_project(villages)
            case "funding":
                factories.make_funding(project=factories.make_project(villages))
            case "donations":
                factories.make_donation(villages)
            case "purchases":
                factories.make_purchase(villages)
            case "outcomes":
                factories.make_outcome(village=village)
            case "enterprises":
                factories.make_enterprise(parent=_enterprise("parent-in"))
            case "awards":
                factories.make_award(enterprise=factories.make_enterprise())
            case "sources":
                factories.make_source()
