"""Every write makes a new version, by whatever way it comes; a page of an old one is never shown."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client

from projects.caching import triggers
from projects.caching.version import data_version
from projects.models import AidProject, DataChange, Enterprise, Source, State, Village
from projects.views import lists
from tests import factories

on_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def new_source(ref: str) -> Source:
    return Source(ref=ref, title="甲", publisher="乙", published_on="2020-01-01", state=State.PUBLISHED)


WRITES: dict[str, Callable[[], object]] = {
    "a save": lambda: Source.objects.get(ref="s").save(),
    "an update": lambda: Source.objects.update(note="x"),
    "rows in bulk": lambda: Source.objects.bulk_create([new_source("bulk")]),
    "villages of a project": lambda: AidProject.objects.get(ref="p").villages.set(Village.objects.all()),
    "villages taken away": lambda: AidProject.objects.get(ref="p").villages.clear(),
    "SQL that updates": lambda: sql("UPDATE projects_source SET title = 'SQL'"),
    "SQL that inserts": lambda: sql(
        "INSERT INTO projects_aidproject_villages (aidproject_id, village_id) "
        "SELECT p.id, v.id FROM projects_aidproject p, projects_village v LIMIT 1"
    ),
    "SQL that deletes": lambda: sql("DELETE FROM projects_aidproject_villages"),
    "a deletion": lambda: Source.objects.filter(ref="gone").delete(),
    "counting anew": lambda: call_command("rebuild_counts", verbosity=0),
}


@pytest.mark.django_db(transaction=True)
def test_every_write_raises_the_version(kept: None, client: Client) -> None:
    source = factories.make_source(ref="s")
    new_source("gone").save()
    factories.make_project([], ref="p", source=source)
    factories.make_village(ref="v", region=factories.make_region("150622"))
    for name, write in WRITES.items():
        before, had = data_version(), client.get("/en/sources/")
        write()
        assert data_version() != before, name
        assert triggers.unwatched(connection) == [], name
        assert client.get("/en/sources/", headers={"If-None-Match": had["ETag"]}).status_code == 200, name
        shown = client.get("/en/sources/").content.decode()
        assert (Source.objects.get(ref="s").title in shown) is True, name
        assert data_version() == data_version()
    with pytest.raises(RuntimeError), transaction.atomic():
        before = data_version()
        Source.objects.update(note="never")
        assert data_version() != before
        raise RuntimeError
    assert data_version() == before


@pytest.mark.django_db
def test_every_table_is_watched() -> None:
    assert triggers.unwatched(connection) == []
    tables = triggers.watched_tables()
    assert {"projects_source", "projects_aidproject_villages", "projects_countedfigure"} <= set(tables)
    assert DataChange._meta.db_table not in tables


@pytest.mark.django_db(transaction=True)
def test_a_page_made_while_somebody_writes_is_not_kept(
    kept: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The write becomes visible after the page has read its rows, and before it is kept."""
    new_source("s").save()
    rendered = lists.render

    def written_meanwhile(*args: Any) -> HttpResponse:
        monkeypatch.setattr(lists, "render", rendered)
        another = threading.Thread(target=write_elsewhere)
        another.start()
        another.join()
        return rendered(*args)

    monkeypatch.setattr(lists, "render", written_meanwhile)
    assert "另一个" not in client.get("/en/sources/").content.decode()
    assert "另一个" in client.get("/en/sources/").content.decode()


def write_elsewhere() -> None:
    try:
        Source.objects.update(title="另一个")
    finally:
        connection.close()


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_writers_wait_for_nobody_and_old_rows_become_one() -> None:
    import psycopg

    Enterprise.objects.bulk_create(Enterprise(ref=f"e{n}", name_zh="甲") for n in range(2))
    params = connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}
    seen = [data_version()]
    with psycopg.connect(**params) as slow:
        slow.execute("SET lock_timeout = 2000")
        slow.execute("UPDATE projects_enterprise SET name_zh = '乙' WHERE ref = 'e0'")
        for _ in range(200):
            Enterprise.objects.filter(ref="e1").update(note="x")
            seen.append(data_version())
        slow.execute("UPDATE projects_source SET note = ''")
        assert data_version() == seen[-1]
    seen.append(data_version())
    assert len(set(seen)) == 202
    assert DataChange.objects.count() <= 130


@pytest.mark.django_db(transaction=True)
def test_what_pages_of_a_list_share_is_found_anew_after_a_write(kept: None, client: Client) -> None:
    project = factories.make_project([], source=factories.make_source(ref="s"))
    for number, shown in ((1, "1 entry"), (2, "2 entries")):
        factories.make_funding(project=project, source=project.source, amount=100)
        for page in ("/en/funding/?source=s", "/en/funding/?source=s&order=ref"):
            assert shown in client.get(page).content.decode()
        for page in ("/api/v1/funding/?source=s", "/api/v1/funding/?source=s&order=ref"):
            assert client.get(page).json()["count"] == number
