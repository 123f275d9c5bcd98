"""Sums of money as they are reported: rounded and worded, exact to the fen, or not stated."""

from collections.abc import Callable

FEN_PER_YUAN = 100

Chance = Callable[[], float]


def draw_sum(chance: Chance, tenfold: float = 3.0) -> tuple[int, str]:
    """Fen and wording of a sum between 1,000 yuan and 10^tenfold times that, small ones as likely as large ones."""
    yuan = int(1_000 * 10 ** (tenfold * chance()))
    if chance() < 0.6:
        thousands = max(1, yuan // 1_000)
        return thousands * 1_000 * FEN_PER_YUAN, f"{thousands / 10}".removesuffix(".0") + "万元"
    return yuan * FEN_PER_YUAN + int(FEN_PER_YUAN * chance()), ""


def shares(fen: int, count: int, chance: Chance) -> list[int]:
    """Parts of a sum that leave some of it over."""
    weights = [0.2 + chance() for _ in range(count)]
    known = 0.3 + 0.65 * chance()
    return [int(fen * known * weight / sum(weights)) for weight in weights]
