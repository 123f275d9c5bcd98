"""The page of one published record."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from projects.listings import LISTINGS
from projects.models import Attachment
from projects.models.base import ref_validator
from projects.views.details import award, enterprise, figure, project, source, village
from projects.views.details.page import Page

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


@require_safe
def detail(request: HttpRequest, kind: str, ref: str) -> HttpResponse:
    page = page_of(request, kind, ref)
    model = LISTINGS[kind].model
    evidence = Attachment.objects.public(model).of(model, ref)
    return render(request, page.template, {**page.as_context(), "evidence": evidence})


def page_of(request: HttpRequest, kind: str, ref: str) -> Page:
    if len(ref) > LONGEST_REF:
        raise Http404
    try:
        ref_validator(ref)
    except ValidationError as error:  # some databases refuse the characters it may hold
        raise Http404 from error
    return PAGES[kind](request, ref)
