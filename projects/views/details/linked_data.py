"""What a page is about, for search engines and other programs: JSON-LD in the words of schema.org."""

from collections.abc import Sequence
from typing import Any

from projects.models import Enterprise, Region, Source, Village

Thing = dict[str, Any]

LANGUAGES = {"zh": "zh-Hans", "en": "en"}


def _named(name_zh: str, name_en: str) -> Thing:
    return {"name": name_zh, **({"alternateName": name_en} if name_en else {})}


def as_region(region: Region, above: Sequence[Region] = ()) -> Thing:
    """`above` goes from the province down, without the region itself."""
    thing: Thing = {"@type": "AdministrativeArea", **_named(region.name_zh, region.name_en), "identifier": region.code}
    return {**thing, "containedInPlace": as_region(above[-1], above[:-1])} if above else thing


def as_village(village: Village, lineage: Sequence[Region]) -> Thing:
    thing: Thing = {"@type": "AdministrativeArea", **_named(village.name_zh, village.name_en)}
    if village.code:
        thing["identifier"] = village.code
    if village.latitude is not None and village.longitude is not None:
        thing["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": float(village.latitude),
            "longitude": float(village.longitude),
        }
    return {**thing, "containedInPlace": as_region(lineage[-1], lineage[:-1])} if lineage else thing


def as_enterprise(enterprise: Enterprise) -> Thing:
    thing: Thing = {"@type": "Organization", **_named(enterprise.name_zh, enterprise.name_en)}
    if enterprise.uscc:
        thing["identifier"] = enterprise.uscc
    if enterprise.parent is not None and enterprise.parent.is_published:
        thing["parentOrganization"] = {
            "@type": "Organization",
            **_named(enterprise.parent.name_zh, enterprise.parent.name_en),
        }
    return thing


def as_source(source: Source) -> Thing:
    thing: Thing = {
        "@type": "CreativeWork",
        **_named(source.title, source.title_en),
        "publisher": {"@type": "Organization", **_named(source.publisher, source.publisher_en)},
        "datePublished": source.published_on.isoformat(),
    }
    if language := LANGUAGES.get(source.language):
        thing["inLanguage"] = language
    return {**thing, "url": source.url} if source.url.startswith(("http://", "https://")) else thing
