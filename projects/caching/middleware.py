"""Unchanged public pages cost nothing: a 304, or the page as it was made for whoever asked first."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import DisallowedHost, MiddlewareNotUsed
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import cc_delim_re, patch_cache_control, patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import get_language_from_path, get_language_from_request

from projects.caching.answers import as_of, digest
from projects.caching.version import code_version, data_version

LARGEST = 512 * 1024
"""Bytes of a page that is kept."""

NOT_FOR_OTHERS = {"private", "no-store", "no-cache"}

KEPT_APART = {"", "accept-encoding", "accept-language"}

GetResponse = Callable[[HttpRequest], HttpResponseBase]


@dataclass(frozen=True)
class Page:
    etag: str
    headers: tuple[tuple[str, str], ...]
    content: bytes


class CompressPages(GZipMiddleware):
    """Pages, not files: a million rows are to leave at the speed of the database."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        return response if response.streaming else super().process_response(request, response)


class KeepPages:
    """For readers who are logged in nowhere. What a response itself forbids is never kept.

    The version is asked before the page is made, so a page made while somebody was writing is kept, if at all,
    under the version before, which nobody asks for again.
    """

    def __init__(self, get_response: GetResponse) -> None:
        if not settings.PAGES_ARE_KEPT:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.pages = caches["pages"]

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._for_anybody(request) if is_anybody(request) else self._for_one(request)
        return without_body(response) if request.method == "HEAD" else response

    def _for_one(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_cache=True)
        return response

    def _for_anybody(self, request: HttpRequest) -> HttpResponseBase:
        try:
            key, version = _key(request), data_version()
        except (DatabaseError, DisallowedHost):
            return self.get_response(request)  # which says what is wrong
        etag = f'W/"{digest(key, version, code_version())}"'
        asked = parse_etags(request.headers.get("If-None-Match", ""))
        page: Page | None = self.pages.get(key)
        if page and page.etag != etag:
            page = None
        if etag in asked:
            return _unchanged(request, etag)
        if page:
            return HttpResponse(page.content, headers=dict(page.headers))
        with as_of(version):
            response = self.get_response(request)
        if is_for_anybody(response):
            response["ETag"] = etag
            patch_cache_control(response, public=True, no_cache=True)
            _vary(request, response)
            if request.method == "GET" and isinstance(response, HttpResponse) and len(response.content) <= LARGEST:
                self.pages.set(key, Page(etag, tuple(response.items()), response.content))
        elif not response.has_header("Cache-Control"):
            patch_cache_control(response, no_cache=True)
        return response


def is_anybody(request: HttpRequest) -> bool:
    """Whether the answer cannot depend on who asks."""
    known_by = {settings.SESSION_COOKIE_NAME, "messages"} & request.COOKIES.keys()
    return request.method in ("GET", "HEAD") and not known_by and "Authorization" not in request.headers


def is_for_anybody(response: HttpResponseBase) -> bool:
    """Whether the answer is the same for everyone, and whole."""
    given = response.get("Cache-Control", "").lower()
    varies = {name.lower() for name in cc_delim_re.split(response.get("Vary", ""))}
    return (
        response.status_code == 200
        and not response.cookies
        and not {part.partition("=")[0] for part in cc_delim_re.split(given)} & NOT_FOR_OTHERS
        and varies <= KEPT_APART
    )


def without_body(response: HttpResponseBase) -> HttpResponseBase:
    if isinstance(response, HttpResponse) and response.content:
        response["Content-Length"] = str(len(response.content))
        response.content = b""
    return response


def _unchanged(request: HttpRequest, etag: str) -> HttpResponse:
    response = HttpResponse(status=304, headers={"ETag": etag})
    del response["Content-Type"]
    patch_cache_control(response, public=True, no_cache=True)
    _vary(request, response)
    return response


def _vary(request: HttpRequest, response: HttpResponseBase) -> None:
    by_language = [] if get_language_from_path(request.path_info) else ["Accept-Language"]
    patch_vary_headers(response, ["Accept-Encoding", *by_language])


def _key(request: HttpRequest) -> str:
    """All a page for anybody can depend on, beside the data and the code."""
    language = get_language_from_path(request.path_info) or get_language_from_request(request)
    is_compressed = bool(re.search(r"\bgzip\b", request.headers.get("Accept-Encoding", "")))
    address = f"{request.scheme}://{request.get_host()}{request.get_full_path()}"
    return digest(address, language, str(is_compressed))
