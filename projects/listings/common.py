"""Columns that several lists share."""

from typing import Any

from django.db.models import Case, F, When
from django.utils.translation import gettext_lazy as _

from projects.counting import bucket_case
from projects.filters import BUCKET_LABELS
from projects.listings.columns import Column, FieldKind, first_year, in_brackets, last_year
from projects.models import Basis, Kind, Measure

BUCKETS = {bucket.value: label for bucket, label in BUCKET_LABELS.items()}


def named(kind: str, zh: str = "name_zh", en: str = "name_en", **options: Any) -> Column:
    """The record itself: its ref, and both its names."""
    return Column(
        "ref", options.pop("label", _("Name")), FieldKind.REF, "ref", names=(zh, en), name_keys=(zh, en),
        link=kind, order="ref", **options,
    )  # fmt: skip


def link(key: str, label: Any, kind: str, path: str, names: tuple[str, str], **options: Any) -> Column:
    return Column(
        key, label, FieldKind.REF, f"{path}__ref",
        names=(f"{path}__{names[0]}", f"{path}__{names[1]}"), link=kind, **options,
    )  # fmt: skip


def enterprise(path: str = "counted__enterprise", **options: Any) -> Column:
    return link("enterprise", _("Enterprise"), "enterprises", path, ("name_zh", "name_en"), **options)


def project(**options: Any) -> Column:
    return link("project", _("Project"), "projects", "project", ("title_zh", "title_en"), **options)


def measure(**options: Any) -> Column:
    return Column("measure", _("Measure"), FieldKind.CHOICE, "counted__measure", dict(Measure.choices), **options)


def text(key: str, label: Any, source: str | None = None, **options: Any) -> Column:
    return Column(key, label, FieldKind.TEXT, source or key, **options)


def bilingual(key: str, label: Any, zh: str = "", en: str = "", source: str = "", **options: Any) -> list[Column]:
    """A text and its English version; `key` and `key_en`, or as given."""
    zh, en, source = zh or key, en or f"{key}_en", source or key
    english = in_brackets(label, _("in English"))
    source_en = source.removesuffix("_zh") + "_en"
    return [
        Column(zh, label, FieldKind.TEXT, source, twin=en, **options),
        Column(en, english, FieldKind.TEXT, source_en, twin=zh, is_english=True, **{**options, "order": ""}),
    ]


def choice(key: str, label: Any, choices: Any, **options: Any) -> Column:
    return Column(key, label, FieldKind.CHOICE, key, dict(choices), **options)


def origin_of_row(under: str = "") -> list[Column]:
    """Where the row is written."""
    return [
        link("source", _("Source"), "sources", "source", ("title", "title_en"), under=under),
        text("locator", _("Place in the source"), under=under or "source"),
    ]


def notes(under: str) -> list[Column]:
    return bilingual("note", _("Note"), under=under)


def places() -> Column:
    return Column(
        "places", _("Places"), FieldKind.PLACES, "counted__places",
        names=("counted__places_zh", "counted__places_en"), order="counted__area",
        help=_(
            "All places the row went to together: refs of villages, or the code of a region."
        ),
    )  # fmt: skip


def bucket() -> Column:
    return Column(
        "bucket", _("Certainty"), FieldKind.CHOICE, lambda query: bucket_case(query.selection, "counted__"), BUCKETS,
        under="places",
        help=_(
            "How the row relates to the places and years asked for; adding the remainders per value gives the totals."
        ),
    )  # fmt: skip


def years(path: str = "counted__") -> list[Column]:
    return [
        Column("year_from", _("First year"), FieldKind.YEAR, first_year(f"{path}year_from"), order=f"{path}year_from",
               help=_("Empty where the period reaches back without limit.")),
        Column("year_to", _("Last year"), FieldKind.YEAR, last_year(f"{path}year_to"), order=f"{path}year_to",
               help=_("Where the source gives none, the year up to which it counts.")),
    ]  # fmt: skip


def kind(usual: Kind, *others: Kind, **options: Any) -> Column:
    return Column(
        "kind", _("Kind"), FieldKind.CHOICE, "counted__kind", {k.value: k.label for k in (usual, *others)},
        is_usual=lambda row: row["kind"] == usual.value,
        help=_("Kinds are never added to each other."), **options,
    )  # fmt: skip


def quantity(key: str, label: Any, kind: FieldKind) -> list[Column]:
    return [
        Column(key, label, kind, key, order=key, help=_("Empty where not stated, which is not zero.")),
        Column("remainder", _("Counted"), kind, "counted__remainder", under=key,
               is_usual=lambda row: row["remainder"] == row[key],
               help=_(
                   "What is left of it beside its parts; zero where it is replaced. Only this is ever added up."
               )),
        text("as_written", _("As written"), under=key),
    ]  # fmt: skip


def _published_ref(path: str) -> Any:
    return Case(When(**{f"{path}__state": "published"}, then=F(f"{path}__ref")))


def relations(kind: str) -> list[Column]:
    """How the figure stands to others, so that nobody need count anything twice."""
    return [
        Column("basis", _("Basis"), FieldKind.CHOICE, "basis", dict(Basis.choices), order="basis"),
        Column("as_of", _("As of"), FieldKind.DATE, "as_of", under="year_to"),
        Column("part_of", _("Part of"), FieldKind.REF, _published_ref("part_of"), link=kind, under="basis",
               help=_("The figure that contains this one.")),
        Column("replaces", _("Replaces"), FieldKind.REF, _published_ref("replaces"), link=kind, under="basis",
               help=_("The older figure this one restates.")),
        Column("is_replaced", _("Replaced"), FieldKind.BOOLEAN, "counted__is_replaced", under="basis",
               help=_("A newer figure restates it, or what it is part of; it is no longer counted.")),
        Column("may_overlap", _("May overlap"), FieldKind.BOOLEAN, "may_overlap", under="basis",
               help=_("The source leaves open whether another figure contains it.")),
    ]  # fmt: skip
