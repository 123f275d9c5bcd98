"""Every kind of public page, in its rarer states too."""

from projects.listings import LISTINGS
from projects.models import Funding, Tombstone
from tests.factories import make_village

PAGES = (
    "", *(f"{kind}/" for kind in LISTINGS), "how-we-count/", "data/", "regions/", "regions/15/", "regions/152224103/",
    "villages/yongan/", "villages/nothing/", "projects/yongan-pairing/", "enterprises/zhunneng/", "funding/f-yongan/",
    "donations/d-redcross/", "purchases/p-total/", "awards/a-2015/", "outcomes/o-households/",
    "sources/zhunneng-2021-03-09/", "funding/f-yongan/correction/", "funding/f-yongan/correction/?sent=1",
    "donations/removed/", "funding/f-jungar/", "funding/?q=nothing",
    "funding/?village=yongan&measure=industry&measure=health", "sources/?page=7",
    "funding/?year_from=20x8&region=99&order=size", "villages/nowhere/",
)  # fmt: skip


def add_rare_records() -> None:
    """Beside the article's facts: a village of which nothing is known, a removed record, a correction."""
    make_village(ref="nothing")
    Tombstone.objects.create(model="donation", ref="removed", title_zh="重复的捐款", reason="重复录入。")
    corrected = Funding.objects.get(ref="f-jungar")
    corrected.year_from = 2016
    corrected._change_reason = "来源更正"  # type: ignore[attr-defined]
    corrected.save()
