"""The page of one published record."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control

from projects import formatting
from projects.listings import LISTINGS
from projects.models import Attachment, Tombstone
from projects.models.base import in_reader_language, ref_validator
from projects.views.details import award, enterprise, figure, project, source, village
from projects.views.details.page import Page
from projects.views.read_only import read_only

LONGEST_REF = 64

PAGES: dict[str, Callable[[HttpRequest, str], Page]] = {
    "villages": village.page,
    "projects": project.page,
    "enterprises": enterprise.page,
    "funding": figure.funding,
    "donations": figure.donation,
    "purchases": figure.purchase,
    "outcomes": figure.outcome,
    "awards": award.page,
    "sources": source.page,
}


@read_only
def detail(request: HttpRequest, kind: str, ref: str) -> HttpResponse:
    model = LISTINGS[kind].model
    _refuse_what_is_no_ref(ref)
    try:
        page = page_of(request, kind, ref)
    except Http404:
        if stone := Tombstone.objects.filter(model=model._meta.model_name, ref=ref).first():
            return _gone(request, kind, stone)
        raise
    evidence = Attachment.objects.public(model).of(model, ref)
    return render(request, page.template, {**page.as_context(), "evidence": evidence})


def _gone(request: HttpRequest, kind: str, stone: Tombstone) -> HttpResponse:
    removed_on = formatting.date(timezone.localtime(stone.removed_at).date())
    title = in_reader_language(stone.title_zh, stone.title_en)
    label = LISTINGS[kind].label
    context = {"stone": stone, "title": title, "kind": kind, "label": label, "removed_on": removed_on}
    response = render(request, "pages/gone.html", context, status=410)
    patch_cache_control(response, no_cache=True)  # browsers keep a 410 for good, and the record may come back
    return response


def page_of(request: HttpRequest, kind: str, ref: str) -> Page:
    _refuse_what_is_no_ref(ref)
    return PAGES[kind](request, ref)


def _refuse_what_is_no_ref(ref: str) -> None:
    if len(ref) > LONGEST_REF:
        raise Http404
    try:
        ref_validator(ref)
    except ValidationError as error:  # some databases refuse the characters it may hold
        raise Http404 from error
