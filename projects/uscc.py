"""Unified Social Credit Code, GB 32100-2015."""

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = [pow(3, position, 31) for position in range(17)]


def check_character(first17: str) -> str:
    """The eighteenth character the standard prescribes for the first seventeen.

    Raises ValueError on a letter outside the code's alphabet.
    """
    total = sum(ALPHABET.index(letter) * weight for letter, weight in zip(first17, _WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def is_valid(code: str) -> bool:
    """Whether a code follows the standard. Real, officially issued codes exist that do not."""
    if len(code) != 18 or any(letter not in ALPHABET for letter in code):
        return False
    return check_character(code[:17]) == code[17]
