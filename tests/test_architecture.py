"""The rooms of the house: who may import whom, and how large a room may be."""

import ast
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ORDER = (
    "intake", "models", "caching", "search", "counting", "vetting", "filters", "listings", "exports", "charts",
    "reports", "views", "urls",
)  # fmt: skip
STAFF = {"intake", "models", "search", "counting", "vetting", "filters", "listings", "exports"}


def room_of(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "projects" else None


def imports_of(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {room_of(node.module)} if node.module != "projects" else {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {room_of(alias.name) for alias in node.names}
    return {room for room in found if room}


def tracked(pattern: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", pattern], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.split()]


def test_imports_point_one_way() -> None:
    for index, room in enumerate(ORDER):
        later = set(ORDER[index + 1 :]) | {"admin", "seed"}
        for path in [*(ROOT / "projects" / room).rglob("*.py"), *(ROOT / "projects").glob(f"{room}.py")]:
            assert not imports_of(path) & later, path


def test_staff_pages_import_no_public_page() -> None:
    for path in (ROOT / "projects/admin").rglob("*.py"):
        assert not imports_of(path) & (set(ORDER) - STAFF), path


def test_imports_of_tables_know_no_page() -> None:
    """They do know the seed: its facts are the worked examples of the templates."""
    for path in (ROOT / "projects/imports").rglob("*.py"):
        assert not imports_of(path) & ({"admin", *ORDER} - STAFF), path


def test_charts_draw_and_know_no_record() -> None:
    for path in (ROOT / "projects/charts").rglob("*.py"):
        assert imports_of(path) <= {"charts"}, path


def test_no_room_is_too_big_to_live_in() -> None:
    long = [
        path for path in tracked("*.py") if "migrations" not in path.parts and len(path.read_text().splitlines()) > 400
    ]
    assert long == []


def test_no_path_of_a_machine_is_kept() -> None:
    homes = [str(ROOT) + "/", str(Path.home()) + "/"]
    for path in tracked("*"):
        if path.suffix in (".png", ".mo"):
            continue
        text = path.read_text()
        assert not any(home in text for home in homes), path
