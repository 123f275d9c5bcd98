"""What the index finds is what reading every row would find, however the rows were written."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projects.filters.search import contains
from projects.listings import LISTINGS, Listing
from projects.models import AidProject, Enterprise, Funding, Source, Village
from projects.search import HoldsPairs, sqlite, upkeep
from projects.search.tables import INDEXED, ON_POSTGRESQL, fields_of
from tests import factories
from tests.conftest import kept_for_module

pytestmark = pytest.mark.django_db

ALPHABET = "产业扶贫村、,Aa B%_\\'\"*-，（É集"
TEXTS = st.text(ALPHABET, min_size=1, max_size=6)
MODELS = [Village, Enterprise, AidProject, Funding, Source]


def found(listing: Listing, text: str) -> tuple[set[str], set[str]]:
    """Refs by the index, and by the plain scan."""
    search = listing.filterset.base_filters["q"]
    rows = listing.published()
    return set(search.filter(rows, [text]).values_list("ref", flat=True)), set(
        rows.filter(contains(search.searched, text)).values_list("ref", flat=True)
    )


@pytest.fixture(scope="module")
def _built_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with kept_for_module(django_db_blocker):
        here = factories.make_region("152224103", name_zh="永安产业镇", name_en="Yong'an")
        villages = [
            factories.make_village(name_zh=name, region=here) for name in ("产业村", "A、B村", "扶贫a村", "É%集")
        ]
        for name in ("产业集团", "aB 集团", "扶贫_É", "业扶"):
            giver = factories.make_enterprise(name_zh=name, aliases="旧名；OLD")
            named = factories.make_project(
                villages[:2], enterprise=giver, title_zh=f"{name}'项目", description_zh="产\n业"
            )
            in_region = factories.make_project(enterprise=giver, title_zh="\\%_*", region=here)
            for project in (named, in_region):
                factories.make_funding(project=project, note=f"（{name}），")
                factories.make_outcome(project=project)
            factories.make_donation([villages[2]], enterprise=giver, purpose="扶贫")
            factories.make_purchase([], enterprise=giver, products="A-产品")
            factories.make_award(enterprise=giver, title_zh="产业奖")
        factories.make_source(title="产业，扶贫")
        yield


@pytest.mark.usefixtures("_built_once")
@pytest.mark.parametrize("listing", LISTINGS.values(), ids=LISTINGS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS)
def test_the_index_finds_what_a_scan_finds(listing: Listing, text: str) -> None:
    by_index, by_scan = found(listing, text)
    assert by_index == by_scan


@pytest.mark.usefixtures("_built_once")
@pytest.mark.parametrize(
    "text",
    [
        "产业",
        "业扶",
        "村、A",
        " A",
        ", ",
        "A、B村",
        ",",
        "old",
        "%集",
        "\\%",
        "'项",
        "É%",
        "ab",
        "永安",
        "产\n业",
    ],
)
def test_telling_texts(text: str) -> None:
    for listing in LISTINGS.values():
        by_index, by_scan = found(listing, text)
        assert by_index == by_scan, listing.key
    assert any(found(listing, text)[0] for listing in LISTINGS.values())


def holding(model: Any, text: str) -> set[str]:
    """Refs of those the index names, unchecked."""
    return set(model.objects.filter(HoldsPairs(model, text)).values_list("ref", flat=True))


def test_every_way_of_writing_is_followed() -> None:
    giver = factories.make_enterprise(ref="e-1", name_zh="东方红集团")
    assert holding(Enterprise, "方红") == {"e-1"}
    Enterprise.objects.bulk_create([Enterprise(ref="e-2", name_zh="红星集团"), Enterprise(ref="e-3", name_zh="红星厂")])
    assert holding(Enterprise, "红星") == {"e-2", "e-3"}
    Enterprise.objects.filter(ref="e-2").update(name_zh="蓝天集团", aliases="红旗")
    assert (holding(Enterprise, "红星"), holding(Enterprise, "红旗")) == ({"e-3"}, {"e-2"})
    with connection.cursor() as cursor:
        cursor.execute("UPDATE projects_enterprise SET name_zh = '白云' WHERE ref = 'e-3'")
    assert (holding(Enterprise, "红星"), holding(Enterprise, "白云")) == (set(), {"e-3"})
    Enterprise.objects.bulk_update([Enterprise(pk=giver.pk, name_zh="黄河")], ["name_zh"])
    assert (holding(Enterprise, "方红"), holding(Enterprise, "黄河")) == (set(), {"e-1"})
    Enterprise.objects.filter(ref__in=["e-1", "e-2", "e-3"]).delete()
    assert holding(Enterprise, "蓝天") == holding(Enterprise, "黄河") == set()


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.usefixtures("_built_once")
def test_a_text_the_index_knows_narrows_the_search(model: Any) -> None:
    rows = model.objects.filter(HoldsPairs(model, "业扶"))
    scanned = model.objects.filter(contains(fields_of(model), "业扶"))
    assert set(scanned) <= set(rows)
    assert len(rows) < model.objects.count()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite alone loses triggers with a table")
def test_a_table_made_anew_keeps_its_index() -> None:
    factories.make_enterprise(ref="e-1", name_zh="东方红集团")
    with connection.cursor() as cursor:
        cursor.execute('DROP TRIGGER "projects_enterprise_pairs_insert"')
    factories.make_enterprise(ref="e-2", name_zh="东方")
    assert holding(Enterprise, "东方") == {"e-1"}
    assert not sqlite.is_whole(connection, "projects_enterprise", INDEXED["enterprise"])
    upkeep.restore(using="default")
    assert holding(Enterprise, "东方") == {"e-1", "e-2"}
    assert sqlite.is_whole(connection, "projects_enterprise", INDEXED["enterprise"])


class Editor:
    """As much of a schema editor as the index asks for, inside a test's transaction."""

    connection = connection
    quote_name = staticmethod(connection.ops.quote_name)

    def execute(self, sql: str) -> None:
        connection.check_constraints()  # PostgreSQL changes no table that waits for checks
        with connection.cursor() as cursor:
            cursor.execute(sql)


def test_the_index_can_be_taken_away_and_made_again() -> None:
    editor: Any = Editor()
    indexed = {**INDEXED, **(ON_POSTGRESQL if connection.vendor == "postgresql" else {})}
    upkeep.drop_all(editor, indexed)
    factories.make_enterprise(ref="e-1", name_zh="东方红集团")
    upkeep.make_all(editor, indexed)
    assert holding(Enterprise, "方红") == {"e-1"}
