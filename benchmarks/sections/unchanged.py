"""A page that has not changed since it was last asked for."""

import re
from collections.abc import Iterator

from benchmarks.bench import PAGES, Bench
from benchmarks.measure import Result, hello, quantile, summarised, take_times
from benchmarks.server import Reply
from projects.models import Village

SECTION = "unchanged pages"
TAKEN = 25


def run(bench: Bench) -> Iterator[Result]:
    village = Village.objects.published().order_by("pk").first()
    assert village is not None
    pages = [f"{PAGES}/", f"{PAGES}/villages/", f"{PAGES}/villages/{village.ref}/"]
    kept = []
    for page in pages:
        bench.client.get(page)
        kept.append(take_times(bench.client, page, [page] * TAKEN, _is_there))
    yield from summarised(SECTION, "asked for again", kept, p50=2.5)
    for page in pages:
        yield _not_modified(bench, page)
    yield stale(bench, village)


def _is_there(path: str, reply: Reply) -> str:
    return "" if reply.status == 200 and len(reply.body) > 1000 else f"status {reply.status}"


def _heading(reply: Reply) -> str:
    """Further down the page tells what was corrected: the name before is there too."""
    found = re.search(r"<h1.*?</h1>", reply.text, re.DOTALL)
    return found[0] if found else ""


def _not_modified(bench: Bench, page: str) -> Result:
    etag = bench.client.get(page).headers.get("etag")
    if not etag:
        return Result(SECTION, f"304 of {page}", None, "× hello", 2.5, note="no ETag")
    anchor, taken = [], []
    for _ in range(TAKEN):
        anchor.append(hello(bench.client))
        reply = bench.client.get(page, {"If-None-Match": etag})
        if reply.status != 304:
            return Result(SECTION, f"304 of {page}", None, "× hello", 2.5, note=f"status {reply.status}")
        taken.append(reply.seconds)
    return Result(SECTION, f"304 of {page}", quantile(taken, 0.5) / quantile(anchor, 0.5), "× hello", 2.5)


def stale(bench: Bench, village: Village) -> Result:
    """A village renamed and named back: how often a page still says what was."""
    page = f"{PAGES}/villages/{village.ref}/"
    names = (village.name_en, "Changed a moment ago")
    wrong = 0
    for name in (names[1], names[0]):
        before = bench.client.get(page).headers.get("etag", "")
        village.name_en = name
        village.save()
        for client in (bench.server.client(), bench.server.client(), bench.server.client()):
            reply = client.get(page, {"If-None-Match": before} if before else None)
            wrong += reply.status != 200 or (names[1] in _heading(reply)) != (name == names[1])
            client.close()
    village.history.order_by("-history_id")[:1].get().delete()
    village.history.order_by("-history_id")[:1].get().delete()
    return Result(SECTION, "stale after a write", wrong, "replies", 0, note="of 6, over three connections")
