"""What each seeded record carries."""

import re
from typing import Any

import pytest
from django.db import models

from projects.models import (
    AidProject,
    Award,
    Basis,
    Donation,
    Enterprise,
    Funding,
    Outcome,
    Purchase,
    Region,
    Source,
    State,
    Village,
)

pytestmark = pytest.mark.usefixtures("seeded")

FIGURES: tuple[Any, ...] = (Funding, Donation, Purchase, Outcome)
SOURCED: tuple[Any, ...] = (AidProject, Award, *FIGURES)
RECORDS: tuple[Any, ...] = (Source, Village, Enterprise, *SOURCED)

COUNTS = {
    Region: 9, Source: 1, Village: 3, Enterprise: 2, AidProject: 8, Award: 3, Funding: 3, Donation: 2, Purchase: 6,
    Outcome: 6,
}  # fmt: skip


def test_all_the_facts_are_there() -> None:
    assert {model: model.objects.count() for model in COUNTS} == COUNTS


def test_every_record_is_published_and_located() -> None:
    for model in RECORDS:
        assert {record.state for record in model.objects.all()} == {State.PUBLISHED}
    for model in SOURCED:
        for record in model.objects.all():
            assert record.source is not None
            assert re.fullmatch(r"¶[1-9]|caption [1-3]", record.locator), record.ref


def test_every_record_passes_the_admins_validation() -> None:
    for model in (Region, *RECORDS):
        for record in model.objects.all():
            record.full_clean()


def test_every_text_is_in_both_languages() -> None:
    for model in (Region, *RECORDS):
        names = {field.name for field in model._meta.get_fields()}
        pairs = [(name[:-3] + "_zh", name) for name in names if name.endswith("_en") and name[:-3] + "_zh" in names]
        pairs += [(name[:-3], name) for name in names if name.endswith("_en") and name[:-3] in names]
        for record in model.objects.all():
            for zh, en in pairs:
                assert bool(getattr(record, zh)) == bool(getattr(record, en)), (record, zh)
                assert not re.search(r"[\u4e00-\u9fff]", getattr(record, en)), (record, en)


def test_nothing_is_stated_that_the_source_leaves_open() -> None:
    for model in FIGURES:
        for figure in model.objects.all():
            assert figure.basis == Basis.REPORTED
            assert not figure.may_overlap and figure.replaces is None and figure.as_of is None
    for funding in Funding.objects.all():
        assert (funding.stage, funding.origin, funding.terms, funding.form) == ("", "", "", "")
    assert set(Outcome.objects.values_list("concept", flat=True)) == {""}
    assert dict(Donation.objects.values_list("ref", "payer")) == {"d-redcross": "employees", "d-reliefday": ""}
    assert Source.objects.get().url == ""
    assert Village.objects.get(ref="jingzigou").code is None


def test_quantities_keep_their_wording() -> None:
    wording = {f.ref: f.as_written for model in FIGURES for f in model.objects.all() if f.quantity is not None}
    assert wording == {
        "f-yongan": "700万元", "f-jungar": "979.4万元", "f-industry": "1232万元",
        "d-redcross": "145.64万元", "d-reliefday": "245.48万元", "p-total": "5318万元", "p-local": "4351万元",
        "o-greenhouses": "350座", "o-households": "247户", "o-income-before": "2800元", "o-income-2020": "6200元",
        "o-cadre": "一名", "o-projects": "31项",
    }  # fmt: skip


def test_pairing_is_the_region_s_and_the_hundred_enterprises_a_programme_of_their_own() -> None:
    of = dict(AidProject.objects.values_list("ref", "relationship"))
    assert {ref for ref, relationship in of.items() if relationship == "region_pairing"} == {
        "yongan-pairing", "yongfa-fungi", "yongan-fungus", "yongan-livestock", "yongan-cadre",
    }  # fmt: skip
    assert of["jungar-hundred"] == "enterprises_villages"
    children = AidProject.objects.filter(parent__ref="yongan-pairing").values_list("ref", flat=True)
    assert set(children) == {"yongfa-fungi", "yongan-fungus", "yongan-livestock"}


def test_no_person_can_be_told() -> None:
    identity_or_phone = re.compile(r"(?<!\d)(\d{17}[\dXx]|1[3-9]\d{9})(?!\d)")
    assert identity_or_phone.search("15222419700101001X") and identity_or_phone.search("13800138000")
    for model in RECORDS:
        texts = [f.attname for f in model._meta.concrete_fields if isinstance(f, (models.CharField, models.TextField))]
        for row in model.objects.values_list(*texts):
            assert not identity_or_phone.search(" ".join(str(value or "") for value in row)), row
