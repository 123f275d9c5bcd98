"""The whole data set: the same rows for the same size and seed, on every database."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

from benchmarks.data.batch import Batch
from benchmarks.data.divisions import Divisions
from benchmarks.data.funding import FundingRows
from benchmarks.data.outcomes import OutcomeRows
from benchmarks.data.projects import Projects
from benchmarks.data.records import Awards, Enterprises, Sources
from benchmarks.data.shared import SharedRows
from benchmarks.data.sizes import Sizes
from projects.models import Donation, Purchase

SEED = "aidtracker"


def batches(projects: int, divisions_file: Path | None = None, seed: str = SEED) -> Iterator[Batch]:
    """In an order in which every row comes after those it refers to."""
    sizes = Sizes.of(projects)
    if divisions_file:
        divisions = Divisions.read(divisions_file)
    else:
        divisions = Divisions.made_up(sizes, Random(f"{seed}/divisions"))
    enterprises = Enterprises(sizes, divisions, seed)
    sources = Sources(sizes, seed)
    yield from divisions.batches()
    yield from enterprises.batches()
    yield from sources.batches()
    yield from Awards(sizes, enterprises, sources, seed).batches()
    placed = Projects(sizes, divisions, enterprises, sources, seed)
    yield from placed.batches()
    yield from FundingRows(placed, enterprises, sources, seed).batches()
    yield from SharedRows(Donation, sizes.donations, divisions, enterprises, sources, seed).batches()
    yield from SharedRows(Purchase, sizes.purchases, divisions, enterprises, sources, seed).batches()
    yield from OutcomeRows(placed, divisions, sources, seed).batches()
