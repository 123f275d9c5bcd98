"""The site does not start on a database that would answer wrongly."""

import sqlite3

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection

pytestmark = pytest.mark.django_db


def test_this_database_will_do() -> None:
    call_command("check", databases=["default"], verbosity=0)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite")
def test_an_old_sqlite_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 1))
    monkeypatch.setattr(sqlite3, "sqlite_version", "3.34.1")
    with pytest.raises(SystemCheckError, match=r"SQLite is 3\.34\.1; 3\.35 or newer is needed"):
        call_command("check", databases=["default"], verbosity=0)
