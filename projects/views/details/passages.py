"""An order of passages, from the way people cite them: ¶4, caption 2, p. 12, table 3.

Where a caption stands among the paragraphs its number does not tell: so each kind of place comes by itself.
"""

import re
import unicodedata

_DIGITS = re.compile(r"[0-9]+")

_KINDS_OF_PLACES = (
    re.compile(r"^(p\b|pp\b|page|第?[0-9]+页|页)", re.IGNORECASE),
    re.compile(r"^(¶|§|para|第?[0-9]+段|段)", re.IGNORECASE),
    re.compile(r"^(table|表)", re.IGNORECASE),
    re.compile(r"^(caption|fig|图)", re.IGNORECASE),
)

PassageKey = tuple[bool, int, int, tuple[int, ...], str]


def passage_key(locator: str) -> PassageKey:
    """Pages, then paragraphs, tables, captions, each by its numbers; what has no number comes last."""
    wording = unicodedata.normalize("NFKC", locator).strip()
    numbers = [int(digits) for digits in _DIGITS.findall(wording)]
    kinds = [pattern.match(wording) is not None for pattern in _KINDS_OF_PLACES]
    rank = kinds.index(True) if True in kinds else len(kinds)
    first, rest = (numbers[0], tuple(numbers[1:])) if numbers else (0, ())
    return (not numbers, rank, first, rest, wording)
