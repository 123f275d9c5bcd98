"""What every section of the benchmark is given."""

from dataclasses import dataclass
from itertools import count
from random import Random
from urllib.parse import urlencode

from benchmarks.server import Client, Server
from benchmarks.values import Values

PAGES = "/en"


@dataclass(frozen=True)
class Bench:
    scale: int
    vendor: str
    server: Server
    client: Client
    values: Values
    rng: Random
    patience: float
    """Seconds a section of many cases may take."""


_numbers = count(1)


def number() -> int:
    """Another one each time: with it in its address, no page kept from earlier can answer."""
    return next(_numbers)


def address(kind: str, asked: dict[str, str]) -> str:
    """A list's page, never asked for before."""
    return f"{PAGES}/{kind}/?{urlencode({**asked, '_': number()})}"
