"""The registry of public lists. A list added here has its page, files, API, documentation and tests."""

from projects.listings.base import Listing, Query
from projects.listings.figures import DONATIONS, FUNDING, OUTCOMES, PROJECTS, PURCHASES
from projects.listings.records import AWARDS, ENTERPRISES, SOURCES, VILLAGES

LISTINGS: dict[str, Listing] = {
    listing.key: listing
    for listing in (
        VILLAGES, PROJECTS, ENTERPRISES, FUNDING, DONATIONS, PURCHASES, AWARDS, OUTCOMES, SOURCES,
    )
}  # fmt: skip

__all__ = ["LISTINGS", "Listing", "Query"]
