"""Files that staff hand in: told from their content, made harmless, kept by their hash. Knows no record."""

from projects.intake.accept import LARGEST, Accepted, accept
from projects.intake.kinds import FILE_KINDS, FileKind
from projects.intake.store import ByContent, path_of

__all__ = ["FILE_KINDS", "LARGEST", "Accepted", "ByContent", "FileKind", "accept", "path_of"]
