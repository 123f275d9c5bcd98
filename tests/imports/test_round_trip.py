"""Everything leaves, and comes back the same."""

import csv
from collections.abc import Iterator
from datetime import date
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import models

from projects.amounts import MAX_AMOUNT
from projects.counting import ledger
from projects.imports.kinds import KINDS, Kind, record_key
from projects.imports.load import Import
from projects.models import Funding, Outcome, State
from tests.factories import (
    make_award,
    make_donation,
    make_enterprise,
    make_funding,
    make_indicator,
    make_outcome,
    make_project,
    make_purchase,
    make_region,
    make_source,
    make_village,
)

pytestmark = pytest.mark.django_db

OF_THE_DATABASE = {"id", "version", "created_at", "updated_at"}
OF_THE_OFFICE = {"submitted_by", "review_note"}
"""On the way to publication, between its accounts: no part of what a record says."""
HOSTILE = (
    "=1+1", "+1", "-1", "@SUM(A1)", "＝1", "－1", "'=1+1", "''", "'", '"', '"",""', "a;b,c\td", "两行\n第二行",
    "a\r\nb\rc", "ＡＢＣ　１２３", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "null", "None", "0012", "1e5",
    "2018-05-03", "true", "\\N", "<b>&amp;", "%s%(x)s{}", "\u200b零宽", "עברית", "很" * 3_000,
)  # fmt: skip
"""What a text may hold after a form has taken it, which leaves no space around it."""


Content = dict[str, list[dict[str, Any]]]


def every_field(kind: Kind) -> list[Any]:
    fields = [field for field in kind.model._meta.concrete_fields if field.name not in OF_THE_DATABASE | OF_THE_OFFICE]
    return [*fields, *kind.model._meta.many_to_many]


def stored(record: Any, field: Any) -> Any:
    if isinstance(field, models.ManyToManyField):
        return sorted(record_key(other) for other in getattr(record, field.name).all())
    value = getattr(record, field.name)
    return record_key(value) if isinstance(value, models.Model) else value


def content() -> Content:
    """All records with all their fields, as the database holds them."""
    return {
        key: [
            {field.name: stored(record, field) for field in every_field(kind)}
            for record in kind.model._default_manager.order_by(kind.key_column)
        ]
        for key, kind in KINDS.items()
    }


def differences(before: Content, after: Content) -> list[str]:
    """By kind, record and field."""
    found = [
        f"{key}: {len(before[key])} records became {len(after[key])}"
        for key in KINDS
        if len(before[key]) != len(after[key])
    ]
    for key, kind in KINDS.items():
        for one, other in zip(before[key], after[key], strict=False):
            changed = [name for name in one if one[name] != other[name]]
            found += [
                f"{key} {one[kind.key_column]}.{name}: {one[name]!r:.60} became {other[name]!r:.60}" for name in changed
            ]
    return found


def delete_everything() -> None:
    for kind in reversed(KINDS.values()):
        for record in kind.model._default_manager.order_by("-pk"):
            record.delete()
    assert not any(content().values())


def with_texts(record: Any, texts: Iterator[str]) -> None:
    """The record with another of the texts in each field that holds any."""
    for field in type(record)._meta.concrete_fields:
        if isinstance(field, models.URLField) or field.choices or field.name in ("ref", "code", "position"):
            continue
        if isinstance(field, (models.CharField, models.TextField)):
            setattr(record, field.name, next(texts)[: field.max_length].strip())
    record.full_clean()
    record.save()


def make_hostile_records() -> None:
    texts = cycle(HOSTILE)
    for number in range(3):
        village = make_village(ref=f"hv{number}")
        project = make_project([village], ref=f"hp{number}")
        made = [
            village, project, make_source(ref=f"hs{number}"), make_enterprise(ref=f"he{number}"),
            make_indicator(ref=f"hi{number}"), make_funding(ref=f"hf{number}", project=project),
            make_donation(ref=f"hd{number}"), make_purchase(ref=f"hb{number}"), make_award(ref=f"ha{number}"),
            make_outcome(ref=f"ho{number}"), make_region(f"{20 + number}"),
        ]  # fmt: skip
        for record in made:
            with_texts(record, texts)


def make_full_records() -> None:
    """Records that between them fill every field with more than one value."""
    villages = [
        make_village(ref=f"v{n}", code=f"15222410390{n}", kind=kind) for n, kind in enumerate(("gacha", "village"))
    ]
    source = make_source(
        ref="s", url="https://example.org/报告?a=1&b=2", language="en", published_on=date(1999, 12, 31)
    )
    make_source(ref="s2", state=State.DRAFT)
    make_village(ref="draft", kind="community", state=State.DRAFT)
    make_village(ref="north-east", latitude="45.38211", longitude="121.5")
    make_village(ref="south-west", latitude="-90", longitude="-0.00001")
    group = make_enterprise(ref="group", uscc="91110000100000000X")
    giver = make_enterprise(ref="giver", parent=group, state=State.IN_REVIEW)
    programme = make_project(villages, ref="programme", enterprise=group, relationship="east_west", status="planned")
    when: dict[str, Any] = {"year_from": 2015, "year_to": 2019, "as_of": date(2019, 12, 31)}
    project = make_project(
        villages[:1], ref="project", enterprise=group, parent=programme, measure="culture",
        year_from=2015, year_to=2019, due_on=date(2019, 12, 31),
    )  # fmt: skip
    make_project(ref="draft", enterprise=group, state=State.DRAFT, source=None, locator="")
    make_project(ref="unnamed", enterprise=group, region=make_region("1506"), unnamed_villages=13)
    whole: dict[str, Any] = {"amount": MAX_AMOUNT, "source": source, "basis": "recorded", **when}
    part: dict[str, Any] = {"amount": "0.01", "state": State.DRAFT, "source": None, "locator": "", "may_overlap": True}
    own = {"origin": "mobilised", "terms": "repayable", "form": "in_kind", "stage": "paid"}
    funding = make_funding(ref="whole", project=project, **whole, **own)
    older = make_funding(ref="older", project=project, amount="0", origin="mobilised")
    make_funding(ref="pledge", project=project, stage="committed", due_on=date(2026, 6, 30))
    make_funding(ref="newer", project=project, amount=None, origin="mobilised", replaces=older)
    make_funding(
        ref="part", project=project, part_of=funding, enterprise=giver, village=villages[0], origin="mobilised", **part
    )
    for prefix, make, chosen in (("d", make_donation, {"payer": "employees", "form": "cash"}),
                                 ("b", make_purchase, {"mode": "assisted_sale"})):  # fmt: skip
        large = make(villages, ref=f"{prefix}-whole", enterprise=group, **whole, **chosen)
        past = make(ref=f"{prefix}-older", enterprise=group, amount=None, region=make_region("1506"), **chosen)
        make(villages[1:], ref=f"{prefix}-part", enterprise=giver, part_of=large, **part, **chosen)
        make(ref=f"{prefix}-newer", enterprise=group, amount="9.99", replaces=past, **chosen)
    make_award(ref="award", enterprise=giver, year=2100, level="national", source=source, state=State.DRAFT)
    indicator = make_indicator(ref="indicator", aggregation="overlap", position=7)
    counted = {"value": MAX_AMOUNT, "concept": "other", "source": source, "basis": "recorded", **when}
    outcome = make_outcome(ref="whole", indicator=indicator, project=project, **counted)
    make_outcome(ref="older", indicator=indicator, region=make_region("1506"), value=None)
    make_outcome(ref="newer", indicator=indicator, value="0", replaces=Outcome.objects.get(ref="older"))
    del part["amount"]
    make_outcome(
        ref="part", indicator=indicator, project=project, village=villages[0], part_of=outcome, value="1.5", **part
    )


class TestRoundTrip:
    def test_an_empty_database_becomes_the_same_and_a_second_time_changes_nothing(
        self, seeded: None, tmp_path: Path
    ) -> None:
        make_full_records()
        make_hostile_records()
        before = content()
        call_command("export_records", tmp_path, verbosity=0)
        delete_everything()
        for key in KINDS:
            call_command("import_records", key, tmp_path / f"{key}.csv", publish=True)
        assert differences(before, content()) == []
        assert ledger.differences() == []
        versions = list(Funding.objects.values_list("ref", "version"))
        for key, kind in KINDS.items():
            with (tmp_path / f"{key}.csv").open("rb") as file:
                again = Import(kind, file, key, publish=True).run()
            assert (again.new, again.changed, again.unchanged) == (0, 0, len(before[key]))
        assert list(Funding.objects.values_list("ref", "version")) == versions

    def test_the_records_it_is_tried_with_leave_no_field_at_one_value(self, seeded: None) -> None:
        make_full_records()
        make_hostile_records()
        constant = [
            f"{key}.{field.name}"
            for key, records in content().items()
            for field in every_field(KINDS[key])
            if len({repr(record[field.name]) for record in records}) < 2
        ]
        assert constant == []

    def test_every_editable_field_has_a_column(self) -> None:
        for kind in KINDS.values():
            fields = {field.name for field in every_field(kind) if field.editable}
            assert fields == set(kind.columns)
            assert set(kind.columns) <= set(kind.headers.values())

    def test_coordinates_leave_as_plain_numbers(self, tmp_path: Path) -> None:
        make_village(ref="v", latitude="-45.00001", longitude="120")
        call_command("export_records", tmp_path, verbosity=0)
        with (tmp_path / "villages.csv").open(encoding="utf-8-sig", newline="") as file:
            [row] = [row for row in csv.DictReader(file) if row["ref"] == "v"]
        assert (row["latitude"], row["longitude"]) == ("-45.00001", "120")

    def test_amounts_leave_as_exact_yuan(self, tmp_path: Path) -> None:
        typed = {"d-1": "979.4万元", "d-2": MAX_AMOUNT, "d-3": "0.01", "d-4": "0", "d-5": None}
        for ref, amount in typed.items():
            make_donation(ref=ref, amount=amount)
        call_command("export_records", tmp_path, verbosity=0)
        with (tmp_path / "donations.csv").open(encoding="utf-8-sig", newline="") as file:
            amounts = {row["ref"]: row["amount"] for row in csv.DictReader(file)}
        left = [amounts[ref] for ref in typed]
        assert left == ["9794000.00", "1000000000000000.00", "0.01", "0.00", ""]
