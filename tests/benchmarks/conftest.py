"""Made-up records, loaded once for each module that asks for them."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command

from benchmarks.data.national import batches
from benchmarks.load import load
from tests.conftest import kept_for_module

PROJECTS = 120


@pytest.fixture(scope="module")
def _loaded_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with kept_for_module(django_db_blocker):
        load(batches(PROJECTS))
        call_command("rebuild_counts", verbosity=0)
        yield


@pytest.fixture
def loaded(_loaded_once: None, db: None) -> None:
    """The records of a tiny nation, and the read model."""
