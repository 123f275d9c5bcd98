"""Preview cards: the picture that is shown where a page's address is shared."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from projects.charts import can_write, card, to_png
from projects.views.detail import page_of
from projects.views.read_only import read_only


@read_only
@cache_control(public=True, max_age=3600)
def of_site(request: HttpRequest) -> HttpResponse:
    return _drawn(
        _("What enterprises gave to villages, and where it is written"),
        _("Which enterprises gave what to which villages, what came of it, and where that is written."),
    )


@read_only
@cache_control(public=True, max_age=3600)
def of_record(request: HttpRequest, kind: str, ref: str) -> HttpResponse:
    page = page_of(request, kind, ref)
    return _drawn(page.title, page.description)


def _drawn(title: str, words: str) -> HttpResponse:
    site = _("Aid tracker")
    if not can_write(site):
        raise Http404
    return HttpResponse(to_png(card(site, title, words)), content_type="image/png")
