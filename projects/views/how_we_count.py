"""How totals come about, for everybody: told with a sum of the record itself that two villages share."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from projects.counting import Selection, Totals, summarise
from projects.listings.base import printable
from projects.models import CountedFigure, Funding, Kind, State, Village
from projects.views.chips import relative, without_blanks
from projects.views.detail import LONGEST_REF
from projects.views.details.figures import enumerated, linked_amount, public_figures
from projects.views.details.statements import SharedWith, Statement, state
from projects.views.read_only import read_only


@dataclass(frozen=True)
class Choice:
    """One way of selecting from the two villages, and the funding that is then counted."""

    villages: SafeString
    totals: Totals
    is_chosen: bool


@read_only
def how_we_count(request: HttpRequest) -> HttpResponse:
    given = without_blanks(request.GET)
    if given != request.GET and given.getlist("village"):
        return HttpResponseRedirect(relative(given))
    shared = _shared_sum()
    villages = list(Village.objects.filter(counted__counted=shared).order_by("pk")) if shared else []
    asked = [ref.strip() for ref in request.GET.getlist("village")]
    chosen = [village for village in villages if village.ref in asked] if asked else villages[:1]
    error = _error(asked, villages) if villages else ""
    return render(
        request,
        "pages/how_we_count.html",
        {
            "villages": villages,
            "chosen": chosen,
            "error": error,
            "shared": linked_amount(public_figures(Funding).get(counted=shared)) if shared else "",
            "statement_list": [_statement(chosen, villages)] if chosen and not error else [],
            "choices": [_choice(some, chosen) for some in (villages[:1], villages[1:], villages)] if villages else [],
            "page_description": _("Why some totals are two numbers, what is never added, and how to check it."),
        },
    )


def _error(asked: list[str], villages: list[Village]) -> str:
    """What is wrong with what is asked for. The form sends a blank too, to tell no village from no question."""
    known = {village.ref for village in villages}
    unknown = [printable(ref)[:LONGEST_REF] for ref in asked if ref not in known]
    if not unknown:
        return ""
    if not any(unknown):
        return _("Choose at least one of the two villages.")
    return _("“%(value)s” is neither of these two villages. Choose one of them, or both.") % {"value": unknown[0]}


def _shared_sum() -> CountedFigure | None:
    """A sum that exactly two public villages share: the first there is."""
    pairs = CountedFigure.objects.filter(
        kind=Kind.FUNDING, village_count=2, is_replaced=False, may_overlap=False, remainder__gt=0
    )
    return pairs.exclude(named_villages__village__state__in=[State.DRAFT, State.IN_REVIEW]).order_by("pk").first()


def _selecting(villages: Iterable[Village]) -> Selection:
    return Selection.of(villages={village.pk: village.position for village in villages})


def _choice(villages: list[Village], chosen: list[Village]) -> Choice:
    totals = summarise(CountedFigure.objects.all(), _selecting(villages), []).money[Kind.FUNDING]
    return Choice(enumerated(villages, len(villages)), totals, villages == chosen)


def _statement(chosen: list[Village], both: list[Village]) -> Statement:
    others = [village for village in both if village not in chosen]
    shared_with: SharedWith = {(Kind.FUNDING, ""): enumerated(others, len(others))} if others else {}
    scope = {"village": [village.ref for village in chosen]}
    return state(CountedFigure.objects.all(), _selecting(chosen), scope, shared_with=shared_with).of(Kind.FUNDING)
