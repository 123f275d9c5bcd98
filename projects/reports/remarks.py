"""What is said about the cells of a form, in the active language."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects import formatting
from projects.counting import Answer, Bucket, Totals
from projects.models import Aggregation
from projects.reports.declarations import Ask

MOST_PERIODS = 3


def shown(ask: Ask, value: Decimal) -> str:
    if ask.is_money:
        return formatting.money(value)
    return formatting.quantity(value, "" if formatting.is_english() else ask.unit)


def shown_total(ask: Ask, totals: Totals) -> str:
    if totals.not_stated_in_interval == totals.in_interval:
        return _("not stated")
    return formatting.interval(totals.lower, totals.upper, lambda value: shown(ask, value))


def why_an_interval(ask: Ask, answer: Answer) -> Iterator[str]:
    if answer.undivided and ask.list == "projects":
        yield _("Of %(number)s it is not known when they began.") % {"number": shown(ask, answer.undivided_total)}
    elif any(answer.undivided.values()):
        yield _("Not split by year: %(amounts)s.") % {"amounts": _periods(ask, answer)}
    if answer.shared:
        amount = shown(ask, answer.shared)
        yield _("%(amount)s is from several places, not all of them in the designated counties.") % {"amount": amount}
    if answer.overlapping_rows:
        yield _("Another record may already contain %(amount)s.") % {"amount": shown(ask, answer.overlapping)}
    if answer.possible.in_interval:
        amount = shown(ask, answer.possible.upper)
        yield _("Possibly contains %(amount)s: %(reason)s") % {"amount": amount, "reason": ask.reason}
    totals = answer.totals
    if totals.aggregation == Aggregation.OVERLAP and totals.rows[Bucket.INSIDE] > 1:
        yield _("The same person may be in several records.")
    if blank := totals.not_stated_in_interval:
        yield ngettext("%(n)s record states no amount.", "%(n)s records state no amount.", blank) % {"n": blank}
    if totals.wider:
        yield _("A further %(amount)s is from a region that reaches beyond the designated counties.") % {
            "amount": shown(ask, totals.wider)
        }
    if totals.unplaced:
        yield _("A further %(amount)s does not state its origin.") % {"amount": shown(ask, totals.unplaced)}


def _periods(ask: Ask, answer: Answer) -> str:
    """The largest sums that are not split, each with its years."""
    largest = sorted(answer.undivided.items(), key=lambda item: (-item[1], item[0].year_from))
    named = [
        _("%(amount)s (%(years)s)")
        % {"amount": shown(ask, amount), "years": formatting.years(period.year_from, period.year_to)}
        for period, amount in largest[:MOST_PERIODS]
    ]
    more = len(largest) - len(named)
    return _("; ").join([*named, *([_("%(n)s more") % {"n": more}] if more else [])])
