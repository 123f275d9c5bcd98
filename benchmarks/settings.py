"""The product as it runs in production, with one page of the benchmarks' own beside it."""

from aidtracker.settings import *  # noqa: F403
from aidtracker.settings import VAR_DIR

ROOT_URLCONF = "benchmarks.urls"
STATIC_ROOT = VAR_DIR / "bench-static"
