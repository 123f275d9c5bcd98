"""Only what is published is there; nothing a visitor sends breaks a page; nothing a record holds breaks out of it."""

import pytest
from django.test import Client

from projects.models import Source
from tests.factories import (
    make_award,
    make_donation,
    make_enterprise,
    make_funding,
    make_outcome,
    make_project,
    make_purchase,
    make_source,
    make_village,
)
from tests.views.reading import LANGUAGES, assert_well_made, read

pytestmark = pytest.mark.django_db

KINDS = ("villages", "projects", "enterprises", "funding", "donations", "purchases", "awards", "outcomes", "sources")
NOT_FOUND = {"zh-hans": "zh-Hans", "en": "en"}


def make_all(state: str) -> dict[str, str]:
    """One record of each kind, by its list."""
    records = {
        "sources": make_source(ref="the-source", state=state),
        "enterprises": make_enterprise(ref="the-enterprise", state=state),
        "villages": make_village(ref="the-village", state=state),
    }
    records |= {
        "projects": make_project(ref="the-project", state=state),
        "awards": make_award(ref="the-award", state=state),
        "donations": make_donation(ref="the-donation", state=state),
        "purchases": make_purchase(ref="the-purchase", state=state),
        "outcomes": make_outcome(ref="the-outcome", state=state),
    }
    records["funding"] = make_funding(ref="the-funding", project=records["projects"], state=state)
    return {kind: record.ref for kind, record in records.items()}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", ["draft", "in_review"])
def test_what_is_not_published_is_not_there(client: Client, language: str, state: str) -> None:
    refs = make_all(state)
    assert set(refs) == set(KINDS)
    for kind, ref in refs.items():
        response = client.get(f"/{language}/{kind}/{ref}/")
        assert response.status_code == 404, kind
        content = response.content.decode()
        assert f'<html lang="{NOT_FOUND[language]}"' in content
        assert ref not in content.partition("<main")[2]


def test_what_is_published_is_there(client: Client) -> None:
    for kind, ref in make_all("published").items():
        assert client.get(f"/en/{kind}/{ref}/").status_code == 200, kind


def test_no_page_names_what_is_not_published(client: Client) -> None:
    source, giver = make_source(ref="known-source"), make_enterprise(ref="known-giver", name_en="Known giver")
    village = make_village(ref="known-village", name_en="Known")
    project = make_project([village], ref="known-project", title_en="Known", enterprise=giver, source=source)
    hidden = {"state": "draft", "source": source}
    make_enterprise(name_en="SECRET", parent=giver, state="draft")
    make_project([village], title_en="SECRET", parent=project, enterprise=giver, **hidden)
    make_funding(project=project, amount="13571357", note_en="SECRET", **hidden)
    make_donation([village], enterprise=giver, campaign_en="SECRET", amount="13571357", **hidden)
    make_purchase([village], enterprise=giver, products_en="SECRET", amount="13571357", **hidden)
    make_outcome(project=project, village=village, value="13571357", **hidden)
    make_award(enterprise=giver, title_en="SECRET", **hidden)
    make_village(name_en="SECRET", state="draft")
    make_source(title_en="SECRET", state="draft")
    for address in (
        "", "villages/known-village/", "projects/known-project/", "enterprises/known-giver/", "sources/known-source/",
        "regions/15/", "regions/152224103/",
    ):  # fmt: skip
        content = read(client, f"/en/{address}").source
        assert "SECRET" not in content, address
        assert "13,571,357" not in content and "13571357" not in content, address


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "ref",
    [
        "nobody", "%00", "a%00b", "..", "%2e%2e", "<script>", "%3Cscript%3E", "'%20OR%201=1", "永安村", "%F0%9F%92%A9",
        "a" * 65, "a" * 10_000, "-leading", "%E2%80%AEabc", "%ff", "a%0Ab", "*", "a b",
    ],
)  # fmt: skip
def test_a_ref_that_is_none_is_not_found(client: Client, language: str, ref: str) -> None:
    for kind in KINDS:
        assert client.get(f"/{language}/{kind}/{ref}/").status_code in (404, 301), (kind, ref)
        response = client.get(f"/{language}/{kind}/{ref}/", follow=True)
        assert response.status_code == 404, (kind, ref)


def test_other_methods_are_refused(client: Client) -> None:
    ref = make_village().ref
    assert client.post(f"/en/villages/{ref}/").status_code == 405
    assert client.head(f"/en/villages/{ref}/").status_code == 200


HOSTILE = '"><script>alert(1)</script>{{ 7*7 }}</title><img src=x onerror=alert(1)>'


def test_hostile_text_stays_text(client: Client) -> None:
    source = make_source(ref="s", title=HOSTILE, publisher=HOSTILE, note=HOSTILE)
    giver = make_enterprise(ref="e", name_zh=HOSTILE, aliases=HOSTILE, note=HOSTILE)
    village = make_village(ref="v", name_zh=HOSTILE, note=HOSTILE)
    other = make_village(name_zh=HOSTILE)
    told = {"source": source, "locator": HOSTILE[:90], "note": HOSTILE, "enterprise": giver}
    project = make_project(
        [village, other], ref="p", title_zh=HOSTILE, description_zh=HOSTILE, place_note=HOSTILE, **told
    )
    make_funding(ref="f", project=project, as_written=HOSTILE[:100], **told)
    make_donation([village, other], ref="d", campaign=HOSTILE, recipient=HOSTILE, purpose=HOSTILE, **told)
    make_purchase([village, other], ref="b", products=HOSTILE, channel=HOSTILE, **told)
    make_award(ref="a", title_zh=HOSTILE, granting_bodies=HOSTILE, **told)
    told.pop("enterprise")
    make_outcome(ref="o", project=project, **told)
    for kind, ref in zip(KINDS, "vpefdbaos", strict=True):
        for language in LANGUAGES:
            page = read(client, f"/{language}/{kind}/{ref}/")
            assert_well_made(page)
            assert "img" not in {tag for tag, _attrs in page.tags}
            assert "<script>alert(1)</script>" in page.text
    for address in ("", "regions/15/"):
        assert_well_made(read(client, f"/en/{address}"))


def test_a_source_address_that_is_no_web_address_is_no_link(client: Client) -> None:
    make_source(ref="s")
    Source.objects.update(url="javascript:alert(1)")  # past every check, as an old record might be
    page = read(client, "/en/sources/s/")
    assert not any(href.startswith("javascript") for href, _text in page.links)
    assert "javascript:alert(1)" in page.text


def test_right_to_left_marks_cannot_turn_the_text_around_them(client: Client) -> None:
    make_village(ref="v", name_zh="\u202e村安永")
    content = read(client, "/zh-hans/villages/v/").source
    assert "<h1><bdi>\u202e村安永</bdi></h1>" in content
