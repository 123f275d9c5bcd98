"""The overview: three sums that are never one, and the way into everything."""

import pytest
from django.test import Client

from tests.factories import make_funding, make_project, make_region, make_village
from tests.views.reading import LANGUAGES, assert_well_made, read, text_of


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_record(client: Client, language: str) -> None:
    assert_well_made(read(client, f"/{language}/"))
    assert_well_made(read(client, f"/{language}/regions/"))
    assert "Funding no entry" in text_of(client, "/en/") and "0元" not in text_of(client, "/zh-hans/")


@pytest.mark.django_db
def test_regions_and_measures_with_their_bounds(client: Client) -> None:
    here, there = make_village(region=make_region("152224")), make_village(region=make_region("150622"))
    make_funding(project=make_project([here, there]), amount="1000")
    make_funding(project=make_project([here], measure="health"), amount="30", may_overlap=True)
    text = text_of(client, "/en/")
    assert "区划15 RMB 1,000 RMB 1,030" in text
    assert "区划1522 RMB 0 RMB 1,030" in text
    assert "区划150622 RMB 0 RMB 1,000" in text
    assert "Health assistance RMB 0 RMB 30" in text
    assert "Industry-based assistance RMB 1,000 RMB 1,000" in text


@pytest.mark.django_db
def test_what_states_no_first_year_may_lie_before_the_years_shown(client: Client) -> None:
    project = make_project([make_village()])
    make_funding(project=project, year_from=2015, year_to=2016)
    assert "may also lie before" not in text_of(client, "/en/")
    make_funding(project=project, year_to=2020)
    assert "Where no first year is stated, it may also lie before 2015." in text_of(client, "/en/")


@pytest.mark.django_db
def test_many_regions_are_shown_only_as_deep_as_can_be_read(client: Client) -> None:
    for number in range(70):
        make_funding(project=make_project(region=make_region(f"1522{number:02d}")), amount="10")
    page = read(client, "/en/")
    assert "区划1522 RMB 700 RMB 700" in page.text
    assert "区划152201" not in page.source.partition("Corrected last")[0]
