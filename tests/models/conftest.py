"""Property tests here run under the chosen profile."""

from tests.support import profiles

__all__ = ["profiles"]
