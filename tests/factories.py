"""Records for tests: valid, published, and with refs of their own unless told otherwise."""

from datetime import date
from itertools import count
from typing import Any

from django.db import models

from projects.models import (
    AidProject,
    Award,
    CountedFigure,
    CountedVillage,
    Donation,
    Enterprise,
    Funding,
    Indicator,
    Outcome,
    Purchase,
    Region,
    Source,
    State,
    Village,
)

_numbers = count(1)


def _save(record: Any, villages: list[Village] | None = None) -> Any:
    if villages is not None:
        record.pending_villages = villages
    record.full_clean()
    record.save()
    if villages is not None:
        record.villages.set(villages)
        record.pending_villages = None
    return record


def _ref(prefix: str) -> str:
    return f"{prefix}-n{next(_numbers)}"  # no record of the seed is called so


def _first(model: type[models.Model], make: Any) -> Any:
    return model._default_manager.order_by("pk").first() or make()


def make_region(code: str = "15", **fields: Any) -> Region:
    """The region, and those above it that are missing."""
    for length in (2, 4, 6, 9):
        if length <= len(code) and not Region.objects.filter(code=code[:length]).exists():
            named = {"name_zh": f"区划{code[:length]}", **(fields if length == len(code) else {})}
            _save(Region(code=code[:length], **named))
    return Region.objects.get(code=code)


def make_source(**fields: Any) -> Source:
    return _save(
        Source(**{"ref": _ref("s"), "title": "年度报告", "publisher": "某集团", "published_on": date(2021, 3, 9),
                  "state": State.PUBLISHED, **fields})
    )  # fmt: skip


def make_enterprise(**fields: Any) -> Enterprise:
    return _save(Enterprise(**{"ref": _ref("e"), "name_zh": "某企业", "state": State.PUBLISHED, **fields}))


def make_village(**fields: Any) -> Village:
    region = fields.pop("region", None) or make_region("152224103")
    return _save(Village(**{"ref": _ref("v"), "name_zh": "某村", "region": region, "state": State.PUBLISHED, **fields}))


def _sourced() -> dict[str, Any]:
    return {"state": State.PUBLISHED, "source": _first(Source, make_source), "locator": "¶1"}


def make_project(villages: list[Village] | None = None, **fields: Any) -> AidProject:
    giver = fields.pop("enterprise", None) or _first(Enterprise, make_enterprise)
    values = {"ref": _ref("p"), "title_zh": "某项目", "measure": "industry", **_sourced(), **fields}
    return _save(AidProject(enterprise=giver, **values), villages or [])


def make_funding(**fields: Any) -> Funding:
    project = fields.pop("project", None) or make_project()
    return _save(Funding(**{"ref": _ref("f"), "project": project, "amount": "10000", **_sourced(), **fields}))


def make_donation(villages: list[Village] | None = None, **fields: Any) -> Donation:
    giver = fields.pop("enterprise", None) or _first(Enterprise, make_enterprise)
    values = {"ref": _ref("d"), "amount": "10000", **_sourced(), **fields}
    return _save(Donation(enterprise=giver, **values), villages or [])


def make_purchase(villages: list[Village] | None = None, **fields: Any) -> Purchase:
    giver = fields.pop("enterprise", None) or _first(Enterprise, make_enterprise)
    values = {"ref": _ref("b"), "amount": "10000", **_sourced(), **fields}
    return _save(Purchase(enterprise=giver, **values), villages or [])


def make_indicator(**fields: Any) -> Indicator:
    return _save(Indicator(**{"ref": _ref("i"), "name_zh": "某指标", "unit": "个", "aggregation": "sum", **fields}))


def make_outcome(**fields: Any) -> Outcome:
    indicator = fields.pop("indicator", None) or Indicator.objects.get(ref="households_lifted")
    return _save(Outcome(**{"ref": _ref("o"), "indicator": indicator, "value": "10", **_sourced(), **fields}))


def make_award(**fields: Any) -> Award:
    giver = fields.pop("enterprise", None) or _first(Enterprise, make_enterprise)
    return _save(
        Award(**{"ref": _ref("a"), "title_zh": "某奖项", "year": 2020, "enterprise": giver, **_sourced(), **fields})
    )


def names(row: CountedFigure, village: Village) -> CountedVillage:
    """A row of the read model that says so, not yet saved."""
    return CountedVillage(
        counted=row,
        village=village,
        position=village.position,
        kind=row.kind,
        indicator_id=row.indicator_id,
        measure=row.measure,
        remainder=row.remainder,
        is_alone=row.village_count == 1 and not row.may_overlap,
        year_from=row.year_from,
        year_to=row.year_to,
    )
