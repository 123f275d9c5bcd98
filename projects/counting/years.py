"""The bounds of many years at once."""

from django.db.models import QuerySet

from projects.counting.regions import Bounds, grouped
from projects.models import CountedFigure
from projects.models.places import NO_FIRST_YEAR, NO_LAST_YEAR


def year_bounds(figures: QuerySet[CountedFigure]) -> dict[int, Bounds]:
    """Bounds of every year that any of the figures is stated to reach, as if it alone were selected, everywhere.

    In one query. For one kind of money, or one indicator that adds up. What covers several years is possible in each.
    """
    spans = list(grouped(figures, "year_from", "year_to", "may_overlap"))
    stated = {year for first, last, *_ in spans for year in (first, last)} - {NO_FIRST_YEAR, NO_LAST_YEAR}
    if not stated:
        return {}
    found = {year: Bounds() for year in range(min(stated), max(stated) + 1)}
    for first, last, may_overlap, total, n, blank in spans:
        for year in range(max(first, min(found)), min(last, max(found)) + 1):
            found[year].add(first == last and not may_overlap, total, n, blank)
    return found
