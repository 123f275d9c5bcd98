"""Results kept from run to run, and the table they make."""

import json
from dataclasses import fields
from pathlib import Path

from aidtracker.settings import VAR_DIR
from benchmarks.measure import Result

FOLDER = VAR_DIR / "bench"
_FIELDS = {field.name for field in fields(Result)}


def scale_name(scale: int) -> str:
    for unit, size in (("M", 1_000_000), ("k", 1_000)):
        if scale % size == 0:
            return f"{scale // size}{unit}"
    return str(scale)


def _file(vendor: str, scale: int) -> Path:
    return FOLDER / f"{vendor}-{scale_name(scale)}.json"


def read(vendor: str, scale: int) -> list[Result]:
    path = _file(vendor, scale)
    if not path.exists():
        return []
    return [Result(**{name: each[name] for name in _FIELDS if name in each}) for each in json.loads(path.read_text())]


def keep(vendor: str, scale: int, results: list[Result]) -> None:
    """Replaces the sections that were measured anew; the others stay."""
    measured = {result.section for result in results}
    kept = [result for result in read(vendor, scale) if result.section not in measured]
    FOLDER.mkdir(parents=True, exist_ok=True)
    everything = [result.as_json() for result in (*kept, *results)]
    _file(vendor, scale).write_text(json.dumps(everything, ensure_ascii=False, indent=1))


def growth(vendor: str, small: int, large: int) -> list[Result]:
    """How the ratios to the anchor grew from one size to the other."""
    before = {(r.section, r.what): r.value for r in read(vendor, small) if r.unit == "× hello" and r.value}
    found = []
    for result in read(vendor, large):
        earlier = before.get((result.section, result.what))
        if earlier and result.value and "p95" not in result.what:
            note = f"{earlier:.1f} → {result.value:.1f} × hello"
            found.append(
                Result("growth", f"{result.section}: {result.what}", result.value / earlier, "×", 2, note=note)
            )
    return found


def table(results: list[Result]) -> str:
    head = ["| what | measured | limit | holds | note |", "| --- | --- | --- | --- | --- |"]
    return "\n".join([*head, *map(line, results)])


def line(result: Result) -> str:
    value = "not measured" if result.value is None else f"{_plain(result.value)} {result.unit}"
    bound = "" if result.limit is None else f"{'≥' if result.at_least else '≤'} {_plain(result.limit)}"
    holds = {True: "yes", False: "**no**", None: ""}[result.holds]
    note = result.note.replace("|", "\\|")
    return f"| {result.section}: {result.what} | {value} | {bound} | {holds} | {note} |"


def _plain(value: float) -> str:
    if value == int(value):
        return f"{int(value):,}"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}"
