"""How a figure counts, in words: what it adds to which totals, and what it never does."""

from collections.abc import Iterator
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from projects import formatting
from projects.models import Aggregation, Basis, Kind, Outcome, PlaceKind
from projects.templatetags.aid import in_its_language
from projects.views.details.figures import amount_of


def remainder_of(figure: Any) -> str:
    if isinstance(figure, Outcome):
        return formatting.quantity(figure.counted.remainder, figure.indicator.unit_name)
    return formatting.money(figure.counted.remainder)


def how_it_counts(figure: Any) -> Iterator[SafeString]:
    counted = figure.counted
    if isinstance(figure, Outcome) and figure.indicator.aggregation == Aggregation.NONE:
        yield escape(_("A level or a ratio: it is never added to anything."))
        yield from _basis(figure)
        return
    yield from _what_it_adds(figure)
    if not counted.is_replaced:
        yield from _where_it_adds(figure)
        if counted.may_overlap:
            yield escape(_("It may already be contained in another figure, so it only raises what a total is at most."))
    yield from _kind(figure)
    yield from _basis(figure)


def _what_it_adds(figure: Any) -> Iterator[SafeString]:
    if figure.counted.is_replaced:
        yield escape(_("It is not counted: a newer figure replaces it, or the larger figure it is part of."))
    elif figure.quantity is None:
        yield escape(_("It states no amount. That is unknown, not zero: it is listed, but adds nothing to a total."))
    elif figure.counted.remainder != figure.quantity:
        yield format_html(
            _("Its parts are counted apart. Of {amount}, only the rest is added to totals: {remainder}."),
            amount=amount_of(figure),
            remainder=remainder_of(figure),
        )
    else:
        yield format_html(_("It adds {amount} to totals, once."), amount=amount_of(figure))


def _where_it_adds(figure: Any) -> Iterator[SafeString]:
    counted = figure.counted
    if counted.place_kind == PlaceKind.NOT_STATED:
        yield escape(_("Its place is not stated: it is in no place's total, but named beside each."))
    elif counted.place_kind == PlaceKind.REGION:
        sentence = _("It counts for {region} as a whole, and for no village alone.")
        yield format_html(sentence, region=in_its_language(counted.places_zh, counted.places_en))
    elif counted.village_count > 1:
        sentence = _(
            "It is shared by {n} villages: the total of one of them holds it only as “at most”, "
            "the total of all of them holds it in full."
        )
        yield format_html(sentence, n=counted.village_count)


def _kind(figure: Any) -> Iterator[SafeString]:
    kind = figure.counted.kind
    if kind == Kind.COMMITMENTS:
        yield escape(_("A commitment is not a payment: commitments have a total of their own."))
    elif kind in (Kind.PURCHASES, Kind.ASSISTED_SALES):
        yield escape(_("A purchase is an exchange, not a gift: it is never added to funding or donations."))
    elif kind == Kind.OUTCOME:
        if figure.indicator.aggregation == Aggregation.OVERLAP:
            yield escape(_("The same people may be counted in other figures of this indicator."))
        yield escape(_("It is only added to figures of the same indicator."))
    else:
        sentence = _("It is only added to figures of its own kind: {kind}.")
        yield format_html(sentence, kind=figure.counted.get_kind_display())


def _basis(figure: Any) -> Iterator[SafeString]:
    if figure.basis == Basis.RECORDED:
        yield escape(_("Recorded: an entry in the office's own ledger, with its voucher or other evidence."))
    else:
        yield escape(_("Reported: a document claims it."))
