"""Made-up records, loaded once for each module that asks for them."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client as DjangoClient

from benchmarks.data.national import batches
from benchmarks.load import load
from benchmarks.server import Client, Reply
from tests.conftest import kept_for_module

PROJECTS = 120


class InProcess(Client):
    """The product without a server."""

    def __init__(self) -> None:
        self._django = DjangoClient()

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Reply:
        response: Any = self._django.get(path, headers=dict(headers or {}))
        return Reply(response.status_code, 0.001, response.content, dict(response.headers))


@pytest.fixture(scope="module")
def _loaded_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with kept_for_module(django_db_blocker):
        load(batches(PROJECTS))
        call_command("rebuild_counts", verbosity=0)
        yield


@pytest.fixture
def loaded(_loaded_once: None, db: None) -> None:
    """The records of a tiny nation, and the read model."""
