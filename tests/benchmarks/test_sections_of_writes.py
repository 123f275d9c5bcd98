"""Sections that look words up, save figures and take files in, on a tiny nation."""

from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command

from benchmarks.sections import imports, search, upkeep
from projects.counting import ledger
from projects.models import Funding
from tests.benchmarks.conftest import PROJECTS, InProcess

pytestmark = pytest.mark.usefixtures("loaded")


@pytest.fixture
def bench() -> Any:
    return SimpleNamespace(scale=PROJECTS, rng=Random("tests"), client=InProcess())


@pytest.mark.parametrize("kind", search.LOOKED_FOR)
def test_words_of_the_data_are_looked_up_and_scanned_for_with_the_same_rows(bench: Any, kind: str) -> None:
    found = search.words(kind, search.LOOKED_FOR[kind])
    assert set(found) == set(search.AT_LEAST)
    for how_often, word in found.items():
        ratio, differing = search.compare(bench, kind, word, how_often)
        assert ratio.value and ratio.limit is None
        assert differing.holds


def test_saving_one_figure_leaves_the_records_as_they_were(bench: Any) -> None:
    before = list(Funding.objects.order_by("pk").values_list("amount", flat=True))
    assert upkeep.one_figure(bench).value
    assert list(Funding.objects.order_by("pk").values_list("amount", flat=True)) == before
    assert not Funding.history.exists()
    assert ledger.differences() == []


def test_the_ledger_to_be_imported_has_no_faults(bench: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "ROWS", 40)
    path = tmp_path / imports.FILE
    imports.write(path, bench)
    before = Funding.objects.count()
    call_command("import_records", "funding", str(path), "--publish", verbosity=0)
    assert Funding.objects.filter(ref__startswith=imports.PREFIX, counted__isnull=False).count() == 40
    imports.taken_back()
    assert Funding.objects.count() == before
    assert not Funding.history.exists()
    assert ledger.differences() == []
