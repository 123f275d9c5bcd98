"""Checks before publication: what looks wrong but may be right. They never block; they are seen and answered.

What is certainly wrong is refused by the models themselves.
"""

from projects.vetting.checks import CHECKS, Check, Facts, checks_of, found_alone, in_words
from projects.vetting.keep import LOOKED_AT, connect, open_findings, resting_on, vet, vet_referring, vet_stored

__all__ = [
    "CHECKS",
    "LOOKED_AT",
    "Check",
    "Facts",
    "checks_of",
    "connect",
    "found_alone",
    "in_words",
    "open_findings",
    "resting_on",
    "vet",
    "vet_referring",
    "vet_stored",
]
