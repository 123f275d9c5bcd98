"""Checks before publication: what looks wrong but may be right. They never block; they are seen and answered.

What is certainly wrong is refused by the models themselves.
"""

from projects.vetting.checks import CHECKS, Check, warnings
from projects.vetting.keep import connect, open_findings, vet, vet_stored

__all__ = ["CHECKS", "Check", "connect", "open_findings", "vet", "vet_stored", "warnings"]
