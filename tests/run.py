"""Every test, on SQLite and on PostgreSQL: what `make test` and CI call.

REQUIRE_POSTGRES=1 and REQUIRE_BROWSER=1 turn what would be left out into a failure.
"""

import os
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.support.postgres import NoServerError, temporary_server  # noqa: E402


def run(name: str, url: str, *options: str) -> tuple[int, int, int]:
    """(passed, failed, skipped) of one run of pytest on a database."""
    report = ROOT / "var" / f"tests-{name}.xml"
    report.parent.mkdir(exist_ok=True)
    report.unlink(missing_ok=True)
    print(f"== {name}", flush=True)
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", f"--junitxml={report}", *options, *sys.argv[1:]]
    status = subprocess.run(command, cwd=ROOT, env={**os.environ, "DATABASE_URL": url}).returncode
    if not report.exists():
        return 0, 1, 0
    suite = ElementTree.parse(report).getroot().find("testsuite")
    assert suite is not None
    ran, skipped = int(suite.attrib["tests"]), int(suite.attrib["skipped"])
    failed = int(suite.attrib["failures"]) + int(suite.attrib["errors"])
    return ran - skipped - failed, failed or (1 if status else 0), skipped


def main() -> int:
    begun = time.monotonic()
    results = {}
    given = os.environ.get("TEST_DATABASE_URL") or os.environ.get("DATABASE_URL", "")
    results["sqlite"] = run("sqlite", f"sqlite:///{ROOT / 'var' / 'tests.sqlite3'}")
    with ExitStack() as stack:
        try:
            url = given if given.startswith("postgres") else stack.enter_context(temporary_server())
            results["postgresql"] = run("postgresql", url, "-m", "not browser")
        except NoServerError as reason:
            print(f"The PostgreSQL tests did not run: {reason}")
            results["postgresql"] = (0, 1 if os.environ.get("REQUIRE_POSTGRES") else 0, 1)
    for name, (passed, failed, skipped) in results.items():
        print(f"{name}: {passed} passed, {failed} failed, {skipped} skipped")
    passed, failed, skipped = (sum(column) for column in zip(*results.values(), strict=True))
    print(f"Both databases, in {time.monotonic() - begun:.0f} s:")
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
