"""The five buckets, as one SQL expression over the read model."""

from collections.abc import Collection
from enum import StrEnum

from django.db.models import Case, CharField, Count, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact, GreaterThan, LessThan

from projects.counting.selection import Selection
from projects.models import CountedVillage, Level, PlaceKind
from projects.models.counted import NOWHERE
from projects.models.places import NO_FIRST_YEAR, NO_LAST_YEAR


class Bucket(StrEnum):
    INSIDE = "inside"
    PARTLY = "partly"
    WIDER = "wider"
    UNPLACED = "unplaced"
    OUTSIDE = "outside"


IN_THE_INTERVAL = (Bucket.INSIDE, Bucket.PARTLY)


def no_common_year(selection: Selection, path: str = "") -> Q:
    apart = Q(pk__in=[])
    if selection.year_from != NO_FIRST_YEAR:
        apart |= Q(**{f"{path}year_to__lt": selection.year_from})
    if selection.year_to != NO_LAST_YEAR:
        apart |= Q(**{f"{path}year_from__gt": selection.year_to})
    return apart


def years_partly_inside(selection: Selection, path: str = "") -> Q:
    """Only meaningful for what has a year in common with the selection."""
    partly = Q(pk__in=[])
    if selection.year_from != NO_FIRST_YEAR:
        partly |= Q(**{f"{path}year_from__lt": selection.year_from})
    if selection.year_to != NO_LAST_YEAR:
        partly |= Q(**{f"{path}year_to__gt": selection.year_to})
    return partly


def region_overlaps(selection: Selection, path: str = "") -> Q:
    """The figure's region lies in the selection, or contains something selected."""
    return selection.covers_region(f"{path}region_code") | Q(**{f"{path}region_code__in": selection.reached_from()})


def lies_inside(selection: Selection, path: str = "") -> Q:
    """One selected region holds all of its places."""
    return selection.covers_region(f"{path}area")


def reaches_across(selection: Selection, path: str = "") -> Q:
    """Its places are not all in one selected region, and some may be selected: for an index to look up."""
    areas = {"", *selection.reached_from(), *(position for _, position in selection.villages)}
    return Q(**{f"{path}area__in": sorted(areas)}) & ~lies_inside(selection, path)


def near(selection: Selection, path: str = "") -> Q:
    """Whatever its place does not put outside: for an index to look up."""
    if not selection.has_places:
        return Q()
    return lies_inside(selection, path) | reaches_across(selection, path) | Q(**{f"{path}area": NOWHERE})


def selected_villages(selection: Selection, path: str = "") -> Coalesce:
    """How many of its villages are selected.

    Counted among the villages of each figure: asked which of the selected ones are among them, PostgreSQL would
    look at all of these every time.
    """
    named = CountedVillage.objects.filter(counted=OuterRef(f"{path}pk")).order_by()
    selected = named.values("counted").annotate(n=Count("pk", filter=selection.selects()))
    return Coalesce(Subquery(selected.values("n")), 0)


def names_selected(selection: Selection, path: str = "") -> Q:
    """Whether any of its villages is selected: asked of each row, where very many are, else of a list of them."""
    if any(len(code) <= Level.PROVINCE for code in selection.regions):
        return Q(GreaterThan(selected_villages(selection, path), 0))
    named = CountedVillage.objects.filter(selection.selects()).order_by()
    return Q(**{f"{path}pk__in": named.values("counted")})


def bucket_case(selection: Selection, path: str = "") -> Case:
    """The bucket of a row. `path` leads to the read model: "" on it, "counted__" on a figure.

    The order of the tests is the definition: the first that fits wins.
    """
    steps: list[When] = [When(no_common_year(selection, path), then=Value(Bucket.OUTSIDE))]
    if selection.has_places:
        across = ~lies_inside(selection, path)
        has_villages = across & Q(**{f"{path}place_kind": PlaceKind.VILLAGES})
        selected = selected_villages(selection, path)
        steps += [
            When(Q(**{f"{path}place_kind": PlaceKind.NOT_STATED}), then=Value(Bucket.UNPLACED)),
            When(across & ~reaches_across(selection, path), then=Value(Bucket.OUTSIDE)),
            When(has_villages & Q(Exact(selected, 0)), then=Value(Bucket.OUTSIDE)),
            When(across & Q(**{f"{path}place_kind": PlaceKind.REGION}), then=Value(Bucket.WIDER)),
            When(has_villages & Q(LessThan(selected, F(f"{path}village_count"))), then=Value(Bucket.PARTLY)),
        ]
    steps += [
        When(years_partly_inside(selection, path), then=Value(Bucket.PARTLY)),
        When(Q(**{f"{path}may_overlap": True}), then=Value(Bucket.PARTLY)),
    ]
    return Case(*steps, default=Value(Bucket.INSIDE), output_field=CharField(max_length=8))


def may_lie_in(buckets: Collection[str], selection: Selection, path: str = "") -> Q:
    """What rows of these buckets have in common, in a form an index serves."""
    nothing = Q(pk__in=[])
    common = {
        Bucket.INSIDE: in_interval(selection, path),
        Bucket.PARTLY: in_interval(selection, path),
        Bucket.WIDER: Q(**{f"{path}place_kind": PlaceKind.REGION, f"{path}area__in": selection.reached_from()}),
        Bucket.UNPLACED: Q(**{f"{path}area": NOWHERE}) if selection.has_places else nothing,
        Bucket.OUTSIDE: Q() if selection.has_places else no_common_year(selection, path),
    }
    if not selection.has_places:
        common[Bucket.PARTLY] &= Q(**{f"{path}may_overlap": True}) | years_partly_inside(selection, path)
    found = nothing
    for bucket in buckets:
        if not common[Bucket(bucket)]:
            return Q()
        found |= common[Bucket(bucket)]
    return found


def in_interval(selection: Selection, path: str = "") -> Q:
    """Which rows lie inside or partly inside: as the buckets say, in a form an index serves."""
    common = ~no_common_year(selection, path)
    if not selection.has_places:
        return common
    if not selection.regions:
        return common & names_selected(selection, path)
    across = Q(**{f"{path}place_kind": PlaceKind.VILLAGES}) & reaches_across(selection, path)
    return common & (lies_inside(selection, path) | (across & names_selected(selection, path)))
