"""The made-up records of the benchmarks: valid under every rule, the same each time, in the nation's shape."""

from typing import Any

import pytest
from django.db import models

from benchmarks.data.national import batches
from benchmarks.data.sizes import Sizes, parse_scale
from benchmarks.load import load
from projects.counting import ledger
from projects.models import (
    AidProject,
    Award,
    CountedFigure,
    Donation,
    Enterprise,
    Funding,
    Outcome,
    PlaceKind,
    Purchase,
    Region,
    Source,
    Village,
)
from tests.benchmarks.conftest import PROJECTS

RECORDS = (Region, Village, Enterprise, Source, Award, AidProject, Funding, Donation, Purchase, Outcome)
ONE_IN = 10


def plain(projects: int, **options: Any) -> list[tuple[str, list[tuple[Any, ...]]]]:
    return [(batch.model._meta.db_table, list(batch.rows)) for batch in batches(projects, **options)]


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: str(model._meta.model_name))
def test_every_rule_of_the_models_holds(loaded: None, model: type[models.Model]) -> None:
    records = model._default_manager.all()
    for number, record in enumerate(records):
        tied = getattr(record, "part_of_id", None) or getattr(record, "replaces_id", None)
        if tied or number % ONE_IN == 0:
            record.full_clean()
    assert records


def test_the_read_model_counts_every_published_record(loaded: None) -> None:
    published = sum(model.objects.published().count() for model in (AidProject, Funding, Donation, Purchase, Outcome))
    assert CountedFigure.objects.count() == published
    assert ledger.differences() == []


def test_there_is_some_of_everything_that_makes_counting_hard(loaded: None) -> None:
    counted = CountedFigure.objects
    for kind in PlaceKind:
        assert counted.filter(place_kind=kind).exists(), kind
    joint = AidProject.objects.annotate(named=models.Count("villages")).filter(named__gt=1)
    assert joint.exclude(fundings__village__isnull=False).exists()
    assert joint.filter(fundings__village__isnull=False).exists()
    assert AidProject.objects.filter(unnamed_villages__gt=0, children__isnull=False).exists()
    for model in (Funding, Donation, Purchase, Outcome):
        assert model.objects.filter(part_of__isnull=False).exists()
        assert model.objects.filter(replaces__isnull=False).exists()
        assert model.objects.published().count() / model.objects.count() > 0.75
    assert counted.filter(may_overlap=True).exists()
    assert counted.exclude(kind="project").filter(remainder__isnull=True).exists()


def test_new_records_get_keys_of_their_own(loaded: None) -> None:
    source = Source.objects.create(title="年度报告", publisher="某集团", published_on="2021-03-09")
    assert source.pk == Source.objects.exclude(pk=source.pk).count() + 1


def test_a_filled_database_is_refused(loaded: None) -> None:
    with pytest.raises(ValueError, match="not empty"):
        load(batches(20))


@pytest.mark.django_db
def test_the_same_size_and_seed_give_the_same_rows() -> None:
    assert plain(PROJECTS) == plain(PROJECTS)
    assert plain(PROJECTS) != plain(PROJECTS, seed="another")


def test_a_scale_is_a_number_of_projects() -> None:
    assert [parse_scale(text) for text in ("200", "10k", "1M")] == [200, 10_000, 1_000_000]
    for text in ("", "0", "k", "-1", "1.5M"):
        with pytest.raises(ValueError, match="no number of projects"):
            parse_scale(text)


def test_the_national_size_is_the_nations() -> None:
    sizes = Sizes.of(1_000_000)
    regions = sizes.provinces + sizes.prefectures + sizes.counties + sizes.townships
    assert (sizes.villages, regions, sizes.enterprises) == (620_000, 45_000, 127_000)
    assert (sizes.donations, sizes.purchases, sizes.awards) == (300_000, 300_000, 20_000)
