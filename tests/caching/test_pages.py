"""A page is made once for everybody, and never shown when it is no longer true or not everybody's."""

import gzip
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from projects.caching.middleware import KeepPages
from projects.models import Source, State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept")]
PAGE = "/en/sources/"


@pytest.fixture(autouse=True)
def source(db: None) -> Source:
    return Source.objects.create(
        ref="s", title="甲" * 200, publisher="乙", published_on="2020-01-01", state=State.PUBLISHED
    )


def read(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def queries(client: Client, address: str = PAGE, **headers: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        read(client.get(address, headers=headers))
    return len(captured)


@pytest.mark.parametrize(
    "address", [PAGE, "/zh-hans/", "/en/sources/s/", "/en/data/", "/api/v1/sources/", "/api/v1/totals/"]
)
def test_a_page_is_made_once(address: str, client: Client) -> None:
    made = client.get(address)
    assert made.status_code == 200
    assert queries(client, address) == 1  # which asks for the version
    kept = client.get(address)
    assert kept.content == made.content
    assert dict(kept.items()) == dict(made.items())
    assert "Content-Security-Policy" in kept and kept["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize(
    "address", [PAGE, "/api/v1/sources/", "/en/sources.csv", "/en/sources.json", "/en/sources.xlsx"]
)
@pytest.mark.parametrize("encoding", ["identity", "gzip, br"])
def test_what_a_reader_has_is_not_sent_again(address: str, encoding: str, client: Client) -> None:
    had = client.get(address, headers={"Accept-Encoding": encoding})
    read(had)
    asked = {"If-None-Match": f'"other", {had["ETag"]}', "Accept-Encoding": encoding}
    assert queries(client, address, **asked) == 1
    again = client.get(address, headers=asked)
    assert (again.status_code, again.content) == (304, b"")
    for name in ("ETag", "Cache-Control", "Vary"):
        assert set(again[name].split(", ")) == set(had[name].split(", "))
    another = client.get(address, headers={"If-None-Match": '"other"'})
    read(another)
    assert another.status_code == 200


def test_a_page_is_compressed_once(client: Client) -> None:
    plain = client.get(PAGE)
    squeezed = client.get(PAGE, headers={"Accept-Encoding": "gzip"})
    assert plain["ETag"] != squeezed["ETag"]
    assert gzip.decompress(squeezed.content) == plain.content
    assert client.get(PAGE, headers={"Accept-Encoding": "gzip"}).content == squeezed.content
    assert queries(client, PAGE, **{"Accept-Encoding": "gzip"}) == 1
    assert "Accept-Encoding" in plain["Vary"] and "Accept-Encoding" in squeezed["Vary"]
    file = client.get("/en/sources.csv", headers={"Accept-Encoding": "gzip"})
    assert b"".join(file.streaming_content).startswith(b"\xef\xbb\xbfref")  # type: ignore[attr-defined]


def test_languages_hosts_and_queries_are_kept_apart(client: Client) -> None:
    def asked() -> Iterator[HttpResponse]:
        for address in (PAGE, "/zh-hans/sources/", f"{PAGE}?q=a"):
            yield client.get(address)
        yield client.get(PAGE, headers={"Host": "other.example.org"})
        for language in ("en", "zh"):
            yield client.get("/api/v1/sources/", headers={"Accept-Language": language})

    first, second = list(asked()), list(asked())
    assert [page.content for page in first] == [page.content for page in second]
    assert len({page["ETag"] for page in first}) == len(first)
    assert [page["Content-Language"] for page in second[-2:]] == ["en", "zh-hans"]
    assert b"other.example.org" in second[3].content and b"other.example.org" not in second[0].content


def test_a_head_is_the_page_without_its_body(client: Client) -> None:
    for made_before in (False, True):
        head, page = client.head(PAGE), client.get(PAGE)
        assert head.content == b"" and head["Content-Length"] == str(len(page.content)), made_before
        assert head["ETag"] == page["ETag"]
    assert client.head(PAGE, headers={"If-None-Match": page["ETag"]}).status_code == 304


def test_who_is_logged_in_sees_no_kept_page_and_leaves_none(client: Client) -> None:
    staff = Client()
    staff.force_login(User.objects.create_user("staff", is_staff=True))
    theirs = staff.get(PAGE)
    assert "private" in theirs["Cache-Control"] and "ETag" not in theirs
    assert queries(client) > 1
    anybodys = client.get(PAGE)
    assert staff.get(PAGE, headers={"If-None-Match": anybodys["ETag"]}).status_code == 200
    assert queries(staff) > 1
    assert queries(client, Authorization="Basic x") > 1
    assert queries(client) == 1


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/en/sources/none/", 404),
        ("/api/v1/sources/?x=1", 400),
        ("/", 302),
        ("/healthz", 200),
        ("/en/admin/login/", 200),
    ],
)
def test_what_is_not_kept(address: str, status: int, client: Client) -> None:
    first = client.get(address)
    assert first.status_code == status
    assert "ETag" not in first
    assert queries(Client(), address) == queries(Client(), address)
    assert "no-cache" in first["Cache-Control"]


@pytest.mark.parametrize(
    "refuse",
    [
        lambda response: response.set_cookie("a", "b"),
        lambda response: response.__setitem__("Vary", "Cookie"),
        lambda response: response.__setitem__("Vary", "Accept"),
        lambda response: response.__setitem__("Cache-Control", "private"),
        lambda response: response.__setitem__("Cache-Control", "max-age=0, no-store"),
        lambda response: setattr(response, "status_code", 500),
    ],
)
def test_a_response_can_refuse_to_be_kept(refuse: Any) -> None:
    made: list[HttpRequest] = []

    def view(request: HttpRequest) -> HttpResponse:
        made.append(request)
        response = HttpResponse("page")
        refuse(response)
        return response

    middleware = KeepPages(view)
    for _ in range(2):
        assert "ETag" not in middleware(RequestFactory().get("/en/"))
    assert len(made) == 2


def test_new_code_makes_pages_anew(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    had = client.get(PAGE)
    monkeypatch.setattr("projects.caching.middleware.code_version", lambda: "another")
    assert client.get(PAGE, headers={"If-None-Match": had["ETag"]}).status_code == 200


def test_pages_are_made_each_time_where_the_setting_says_so(settings: Any, client: Client) -> None:
    settings.PAGES_ARE_KEPT = False
    assert "ETag" not in client.get(PAGE)
    assert queries(client) > 1
