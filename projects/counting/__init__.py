"""How aidtracker adds things up. Nothing outside this package adds figures to each other."""

from projects.counting.buckets import IN_THE_INTERVAL, Bucket, bucket_case, in_interval, may_lie_in, near
from projects.counting.cube import Answer, Cube, Where
from projects.counting.numbers import numbers, numbers_by_village, numbers_of_provinces
from projects.counting.regions import Bounds, measure_bounds, region_bounds
from projects.counting.selection import Selection, begins_with
from projects.counting.substantiation import Substance, substance
from projects.counting.sync import mark, together
from projects.counting.totals import MONEY_KINDS, Summary, Totals, summarise
from projects.counting.villages import VillagesReached, bound_rows, reaching, village_bounds, villages_reached
from projects.counting.wider import Wider, wider_parts
from projects.counting.years import year_bounds

__all__ = [
    "IN_THE_INTERVAL",
    "MONEY_KINDS",
    "Answer",
    "Bounds",
    "Bucket",
    "Cube",
    "Selection",
    "Substance",
    "Summary",
    "Totals",
    "VillagesReached",
    "Where",
    "Wider",
    "begins_with",
    "bound_rows",
    "bucket_case",
    "in_interval",
    "mark",
    "may_lie_in",
    "measure_bounds",
    "near",
    "numbers",
    "numbers_by_village",
    "numbers_of_provinces",
    "reaching",
    "region_bounds",
    "substance",
    "summarise",
    "together",
    "village_bounds",
    "villages_reached",
    "wider_parts",
    "year_bounds",
]
