"""Where a filter leaves no row: the nearest wider filters that leave some."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from projects.counting import Bucket
from projects.listings import Query
from projects.listings.base import printable
from projects.listings.few import SOON
from projects.models import Level, Region, Village
from projects.views.chips import with_values

OFFERED = 3
TRIED = 12
YEARS = ("year_from", "year_to")

Candidate = tuple[str, QueryDict]


@dataclass(frozen=True)
class WiderFilter:
    words: str
    count: int
    is_all: bool
    """Whether `count` is the number of rows; else there are more."""
    address: str

    @property
    def grouped(self) -> str:
        return f"{self.count:,}"


def wider_filters(query: Query) -> list[WiderFilter]:
    """At most one per way to widen; those with the fewest rows come first: they are the nearest."""
    found = []
    tries = TRIED
    for steps in _ways(query):
        for words, params in steps:
            if not tries:
                break
            tries -= 1
            if count := _number_left(query, params):
                found.append(WiderFilter(words, min(count, SOON), count <= SOON, f"?{params.urlencode()}"))
                break
    return sorted(found, key=lambda offer: (offer.count, not offer.is_all))[:OFFERED]


def _number_left(query: Query, params: QueryDict) -> int:
    """How many rows a wider filter leaves, up to SOON + 1: where only its places and years are wider, of those kept."""
    kept, names = query.few_kept, query.given_exactly
    is_of_kept = bool(names) and all(params.getlist(name) == query.params.getlist(name) for name in names)
    if is_of_kept and kept == []:
        return 0
    wider = query.listing.select(params, strict=False)
    if is_of_kept and wider.given == names:
        return SOON + 1 if kept is None else len(kept)
    return wider.among(kept).count() if is_of_kept and kept is not None else wider.count_up_to(SOON + 1)


def _ways(query: Query) -> Iterator[list[Candidate]]:
    """Each way to widen the filter, from the smallest step to the largest."""
    params, filters = query.params, query.filterset.filters
    given = [name for name in filters if name in query.given]
    if query.listing.is_counted and "bucket" not in given and query.selection.has_places:
        yield [(_("In a wider region that names no villages"), with_values(params, "bucket", [Bucket.WIDER.value]))]
    if "village" in given or "region" in given:
        yield _up_the_regions(params)
    if len(given) == 1:
        return  # without it, there is no filter left
    for name in given:
        if name not in YEARS:
            yield [(_("Without “%(label)s”") % {"label": filters[name].label}, with_values(params, name, []))]
    if {*given} & {*YEARS} and {*given} - {*YEARS}:
        yield [(_("In all years"), with_values(with_values(params, "year_from", []), "year_to", []))]


def _up_the_regions(params: QueryDict) -> list[Candidate]:
    """What contains the villages asked for, or the regions where none are."""
    refs, codes = params.getlist("village"), [code.strip() for code in params.getlist("region")]
    if any(refs):
        codes = [
            f"{code}." for code in Village.objects.published().filter(ref__in=refs).values_list("region", flat=True)
        ]
    above = {level: {code[:level] for code in codes if len(code) > level} for level in sorted(Level, reverse=True)}
    names = {r.code: printable(str(r)) for r in Region.objects.filter(code__in=set().union(*above.values()))}
    joint = pgettext("between two places", ", ")
    return [
        (_("In %(places)s") % {"places": joint.join(names[code] for code in sorted(found))},
         with_values(with_values(params, "village", []), "region", sorted(found)))
        for level, codes_above in above.items()
        if (found := codes_above & names.keys())
    ]  # fmt: skip
