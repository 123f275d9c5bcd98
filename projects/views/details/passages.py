"""The order of passages in a document, from the way people cite them: ¶4, caption 2, p. 12, table 3."""

import re
import unicodedata

_DIGITS = re.compile(r"[0-9]+")

_WITHIN_A_PLACE = (
    re.compile(r"^(p\b|pp\b|page|第?[0-9]+页|页)", re.IGNORECASE),
    re.compile(r"^(¶|§|para|第?[0-9]+段|段)", re.IGNORECASE),
    re.compile(r"^(table|表)", re.IGNORECASE),
    re.compile(r"^(caption|fig|图)", re.IGNORECASE),
)

PassageKey = tuple[bool, int, int, tuple[int, ...], str]


def passage_key(locator: str) -> PassageKey:
    """Sorts by the first number; a caption follows the paragraph of its number; what has no number comes last."""
    wording = unicodedata.normalize("NFKC", locator).strip()
    numbers = [int(digits) for digits in _DIGITS.findall(wording)]
    kinds = [pattern.match(wording) is not None for pattern in _WITHIN_A_PLACE]
    rank = kinds.index(True) if True in kinds else len(kinds)
    first, rest = (numbers[0], tuple(numbers[1:])) if numbers else (0, ())
    return (not numbers, first, rank, rest, wording)
