"""Text that a spreadsheet would run as a formula, made harmless in a way that can be undone."""

import re

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
GUARD = "'"
RUNS = f"{GUARD}*(?:{'|'.join(map(re.escape, FORMULA_STARTS))})"
"""What text begins with that gets a guard."""
_RUNS = re.compile(RUNS)


def neutralised(text: str) -> str:
    """The text behind an apostrophe where a spreadsheet would take it for a formula.

    One that already stands behind apostrophes gets one more: no two texts become the same.
    """
    return f"{GUARD}{text}" if _RUNS.match(text) else text


def restored(text: str) -> str:
    """What `neutralised` made the text from."""
    return text[1:] if text.startswith(GUARD) and _RUNS.match(text) else text
