"""A form asks the database as often for two hundred records as for one of each kind."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from projects.counting.sync import together
from tests import factories
from tests.reports.records import ASKED, designated_county, fitting, record

pytestmark = pytest.mark.django_db

MOST = 45
"""Queries of one form, logging in and the page around it included."""


@pytest.mark.parametrize(("form", "year"), [("listed-2016", 2018), ("listed-2021", 2022), ("central", 2018)])
@pytest.mark.parametrize("suffix", ["/", ".xlsx", ".docx"])
def test_queries_do_not_grow_with_records(form: str, year: int, suffix: str, admin_client: Client) -> None:
    giver = factories.make_enterprise(ref="giver")
    counts = []
    for times in (1, 3):
        with together():
            designated_county(giver)
            for asking in [asking for asking in ASKED if asking.form.key == form] * times:
                record(asking.ask, fitting(asking.ask.together), giver, year)
            factories.make_award(enterprise=giver, year=year)
        with CaptureQueriesContext(connection) as captured:
            assert admin_client.get(f"/en/admin/reports/{form}/giver/{year}{suffix}").status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1] <= MOST


def test_the_index_asks_the_same_whatever_its_length(admin_client: Client) -> None:
    counts = []
    for _ in range(2):
        for _number in range(5):
            factories.make_funding(project=factories.make_project(enterprise=factories.make_enterprise()))
        with CaptureQueriesContext(connection) as captured:
            assert admin_client.get("/en/admin/reports/").status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
