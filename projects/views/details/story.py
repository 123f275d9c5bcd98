"""What is known of a village, in a few whole sentences composed from its totals."""

from collections.abc import Iterator, Sequence

from django.db.models import Min, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from projects import formatting
from projects.models import CountedFigure, Enterprise, Kind, Village
from projects.models.places import NO_FIRST_YEAR
from projects.views.details.statements import Statement, Statements

NAMED_ENTERPRISES = 3
NAMED_OUTCOMES = 3


def story(
    village: Village,
    statements: Statements,
    enterprises: Sequence[Enterprise],
    counted: QuerySet[CountedFigure],
    sources: int,
) -> list[str]:
    recorded = [one for one in (*statements.money, *statements.outcomes) if one.totals.in_interval]
    if not recorded and not enterprises:
        return [_("Nothing published names %(village)s yet.") % {"village": village.name}]
    return [
        *_who(village, enterprises, counted),
        *(said for one in statements.money if one.totals.in_interval for said in _money(one)),
        *_missing([one for one in statements.money if not one.totals.in_interval]),
        *_outcomes([one for one in statements.outcomes if one.totals.in_interval]),
        *_sources(sources),
    ]


def listed(names: Sequence[str], any_of_them: bool = False) -> str:
    """A, B and C; or, of what is missing, A, B or C."""
    if len(names) < 2:
        return "".join(names)
    joined = _("%(first)s or %(last)s") if any_of_them else _("%(first)s and %(last)s")
    return joined % {"first": formatting.between_names().join(names[:-1]), "last": names[-1]}


def _who(village: Village, enterprises: Sequence[Enterprise], counted: QuerySet[CountedFigure]) -> Iterator[str]:
    if not enterprises:
        return
    names = [enterprise.name for enterprise in enterprises[:NAMED_ENTERPRISES]]
    if rest := len(enterprises) - len(names):
        names.append(ngettext("%(n)s other enterprise", "%(n)s other enterprises", rest) % {"n": rest})
    said = {"village": village.name, "enterprises": listed(names)}
    first = counted.filter(~Q(year_from=NO_FIRST_YEAR)).aggregate(year=Min("year_from"))["year"]
    if first is None:
        yield _("%(village)s was assisted by %(enterprises)s; the source states no first year.") % said
    else:
        yield _("%(village)s was assisted by %(enterprises)s; the earliest year stated is %(year)s.") % {
            **said,
            "year": first,
        }


def _money(statement: Statement) -> Iterator[str]:
    totals = statement.totals
    kind = Kind(statement.key)
    if totals.not_stated_in_interval == totals.in_interval:
        yield _without_amount(kind)
        return
    bounds = {"lower": formatting.money(totals.lower), "upper": formatting.money(totals.upper)}
    yield _exactly(kind) % {"amount": bounds["lower"]} if totals.is_exact else _between(kind) % bounds
    if blank := totals.not_stated_in_interval:
        yield ngettext("Another entry states no amount.", "Another %(n)s entries state no amount.", blank) % {
            "n": blank
        }


def _exactly(kind: Kind) -> str:
    return {
        Kind.FUNDING: _("It received %(amount)s of funding."),
        Kind.MOBILISED: _("%(amount)s was mobilised for it from others."),
        Kind.COMMITMENTS: _("%(amount)s was promised to it."),
        Kind.DONATIONS: _("It received %(amount)s in donations."),
        Kind.PURCHASES: _("Goods were bought from it for %(amount)s."),
        Kind.ASSISTED_SALES: _("Others were helped to buy goods from it for %(amount)s."),
    }[kind]


def _between(kind: Kind) -> str:
    return {
        Kind.FUNDING: _(
            "It received at least %(lower)s and at most %(upper)s of funding: not all of it is stated for this "
            "village alone."
        ),
        Kind.MOBILISED: _("At least %(lower)s and at most %(upper)s was mobilised for it from others."),
        Kind.COMMITMENTS: _("At least %(lower)s and at most %(upper)s was promised to it."),
        Kind.DONATIONS: _(
            "It received at least %(lower)s and at most %(upper)s in donations: not all of it is stated for this "
            "village alone."
        ),
        Kind.PURCHASES: _("Goods were bought from it for at least %(lower)s and at most %(upper)s."),
        Kind.ASSISTED_SALES: _("Others were helped to buy goods from it for at least %(lower)s and at most %(upper)s."),
    }[kind]


def _without_amount(kind: Kind) -> str:
    return {
        Kind.FUNDING: _("It received funding, of an amount that is not stated."),
        Kind.MOBILISED: _("Funding was mobilised for it from others, of an amount that is not stated."),
        Kind.COMMITMENTS: _("Funding was promised to it, of an amount that is not stated."),
        Kind.DONATIONS: _("It received donations, of an amount that is not stated."),
        Kind.PURCHASES: _("Goods were bought from it, for an amount that is not stated."),
        Kind.ASSISTED_SALES: _("Others were helped to buy goods from it, for an amount that is not stated."),
    }[kind]


def _missing(statements: Sequence[Statement]) -> Iterator[str]:
    names = {
        Kind.FUNDING: pgettext("missing", "funding"),
        Kind.DONATIONS: pgettext("missing", "donation"),
        Kind.PURCHASES: pgettext("missing", "purchase"),
    }
    missing = [names[Kind(one.key)] for one in statements if Kind(one.key) in names]
    if missing:
        yield _("So far, no %(kinds)s is recorded under its name.") % {"kinds": listed(missing, any_of_them=True)}


def _outcomes(statements: Sequence[Statement]) -> Iterator[str]:
    if not statements:
        return
    separator = "; " if formatting.is_english() else "；"
    told = [
        _("%(label)s (%(value)s)") % {"label": _within_a_sentence(one.name), "value": one.shown}
        for one in statements[:NAMED_OUTCOMES]
    ]
    yield _("What is stated of the results: %(outcomes)s.") % {"outcomes": separator.join(told)}


def _within_a_sentence(name: str) -> str:
    """Without the capital it has at the head of a line; a name all in capitals keeps them."""
    return name if name[1:2].isupper() else f"{name[:1].lower()}{name[1:]}"


def _sources(count: int) -> Iterator[str]:
    if count:
        yield ngettext("All of this is taken from one source.", "All of this is taken from %(n)s sources.", count) % {
            "n": count
        }
