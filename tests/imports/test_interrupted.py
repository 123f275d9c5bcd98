"""An import that is killed in the middle leaves nothing behind, on whichever database."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
TABLES = ("projects_enterprise", "projects_historicalenterprise", "projects_proposal")

STOPS_AFTER_ITS_FIRST_ROWS = """
import sys, time, django
django.setup()
from django.core.management import call_command
from projects.imports import load
write = load.write
def write_and_wait(*given):
    write(*given)
    print("written", flush=True)
    time.sleep(60)
load.write = write_and_wait
call_command("import_records", "enterprises", sys.argv[1])
"""


@pytest.mark.django_db(transaction=True)
def test_a_killed_import_leaves_nothing_half_written(tmp_path: Path) -> None:
    if connection.vendor == "sqlite":  # the tests' own database is in memory: no other process can reach it
        file = tmp_path / "killed.sqlite3"
        url = f"sqlite:///{file}"
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment(url), check=True)
        reached = sqlite3.connect(file)
        count: Callable[[str], int] = lambda table: reached.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: E731
    else:
        given = connection.settings_dict
        url = f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"
        count = count_here
    assert [count(table) for table in TABLES] == [0, 0, 0]
    import_and_kill(url, tmp_path / "e.csv")
    assert [count(table) for table in TABLES] == [0, 0, 0]


def count_here(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        (found,) = cursor.fetchone()
    return int(found)


def environment(url: str) -> dict[str, str]:
    return {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "aidtracker.settings"}


def import_and_kill(url: str, table: Path) -> None:
    table.write_text("ref,name_zh\n" + "".join(f"e{i},企业{i}\n" for i in range(5000)))
    importer = subprocess.Popen(
        [sys.executable, "-c", STOPS_AFTER_ITS_FIRST_ROWS, str(table)],
        cwd=ROOT, env=environment(url), stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    with importer:
        assert importer.stdout is not None
        assert importer.stdout.readline().strip() == "written"
        importer.send_signal(signal.SIGKILL)
