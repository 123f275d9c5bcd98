"""The page that explains intervals with a shared sum of the record itself."""

import pytest
from django.test import Client

from projects.models import State
from tests.factories import make_funding, make_project, make_village
from tests.views.reading import LANGUAGES, assert_well_made, read

pytestmark = pytest.mark.django_db
HERE = "/en/how-we-count/"


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_shared_sum_it_explains_in_words(client: Client, language: str) -> None:
    page = read(client, f"/{language}/how-we-count/")
    assert_well_made(page)
    assert not [attrs for tag, attrs in page.tags if tag == "input"]


def test_one_village_or_both(client: Client) -> None:
    first, second = make_village(ref="first", name_en="First"), make_village(ref="second", name_en="Second")
    make_funding(project=make_project([first, second]), amount="700", year_from=2011)
    page = read(client, HERE)
    assert_well_made(page)
    assert "Funding at least RMB 0, at most RMB 700" in page.text, "the first of them, unless asked otherwise"
    assert "Jointly with Second: RMB 700; no split is stated." in page.text
    assert "First RMB 0 RMB 700 Second RMB 0 RMB 700 First, Second RMB 700 RMB 700" in page.text.replace(
        "RMB 700First", ""
    )
    both = read(client, f"{HERE}?village=first&village=second")
    assert "Funding RMB 700" in both.text
    assert both.leads_to("RMB 700")[-1] == "/en/funding/?village=first&village=second&kind=funding"
    second_alone = read(client, f"{HERE}?village=second")
    assert "Jointly with First" in second_alone.text


@pytest.mark.parametrize("asked", ["", "?x=1"])
def test_no_question_shows_the_first(client: Client, asked: str) -> None:
    make_funding(project=make_project([make_village(), make_village()]), amount="700")
    assert "at least RMB 0, at most RMB 700" in read(client, HERE + asked).text


@pytest.mark.parametrize(
    ("asked", "said", "said_in_chinese"),
    [
        ("?village=", "Choose at least one of the two villages.", "请在两个村中至少选一个。"),
        ("?village=%20&village=", "Choose at least one of the two villages.", "请在两个村中至少选一个。"),
        ("?village=nowhere", "“nowhere” is neither of these two villages.", "“nowhere”不是这两个村之一。"),
        ("?village=a&village=%00x", "“x” is neither of these two villages.", "“x”不是这两个村之一。"),
    ],
)
def test_what_is_not_understood_is_said_and_nothing_counted(
    client: Client, asked: str, said: str, said_in_chinese: str
) -> None:
    make_funding(project=make_project([make_village(ref="a"), make_village(ref="b")]), amount="700")
    page = read(client, HERE + asked)
    assert_well_made(page)
    assert said in page.text and "at least RMB 0" not in page.text
    ticked = [attrs["value"] for tag, attrs in page.tags if tag == "input" and "checked" in attrs]
    assert ticked == (["a"] if "=a" in asked else [])
    assert said_in_chinese in read(client, f"{HERE.replace('/en/', '/zh-hans/')}{asked}").text


def test_the_blank_that_the_form_sends_stays_out_of_the_address(client: Client) -> None:
    response = client.get(f"{HERE}?village=&village=a&village=b")
    assert (response.status_code, response["Location"]) == (302, "?village=a&village=b")


def test_no_draft_is_told_about(client: Client) -> None:
    make_funding(project=make_project([make_village(), make_village()]), amount="700", state=State.DRAFT)
    assert "RMB 700" not in read(client, HERE).text


def test_every_interval_leads_here(client: Client, seeded: None) -> None:
    for address in ("/en/villages/yongan/", "/en/funding/?village=yongan"):
        assert HERE in read(client, address).leads_to("Why two numbers?")
    assert HERE in read(client, "/en/").leads_to("How we count")
