"""How aidtracker adds things up. Nothing outside this package adds figures to each other."""

from projects.counting.buckets import IN_THE_INTERVAL, Bucket, bucket_case
from projects.counting.selection import Selection, begins_with
from projects.counting.totals import MONEY_KINDS, Summary, Totals, summarise
from projects.counting.villages import VillagesReached, village_bounds, villages_reached

__all__ = [
    "IN_THE_INTERVAL",
    "MONEY_KINDS",
    "Bucket",
    "Selection",
    "Summary",
    "Totals",
    "VillagesReached",
    "begins_with",
    "bucket_case",
    "summarise",
    "village_bounds",
    "villages_reached",
]
