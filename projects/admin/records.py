"""Villages, regions, enterprises, projects, awards, sources, indicators."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.admin.base import Fieldset, ReadOnlyInline, RecordAdmin, VersionedAdmin, lines, totals_lines
from projects.admin.large import YearFilter
from projects.admin.reminders import DueFilter
from projects.admin.several_years import ROWS, FundingRow, FundingYearsInline, save_rows
from projects.counting import Selection
from projects.models import (
    AidProject,
    Award,
    CountedFigure,
    Enterprise,
    Funding,
    Indicator,
    Outcome,
    Region,
    Source,
    Village,
)

PUBLICATION: Fieldset = (gettext_lazy("Publication"), {"fields": ["state", "note", "note_en"]})
TOTALS: Fieldset = (gettext_lazy("Published totals"), {"fields": ["totals"]})


class FundingInline(ReadOnlyInline):
    model = Funding
    fields: ClassVar[Any] = ["ref", "shown_amount", "village", "year_from", "year_to", "basis", "state"]
    readonly_fields: ClassVar[Any] = fields


class OutcomeInline(ReadOnlyInline):
    model = Outcome
    fields: ClassVar[Any] = ["ref", "indicator", "value", "year_from", "year_to", "basis", "state"]
    readonly_fields: ClassVar[Any] = fields


class ChildInline(ReadOnlyInline):
    model = AidProject
    fk_name = "parent"
    fields: ClassVar[Any] = ["ref", "title_zh", "measure", "year_from", "year_to", "state"]
    readonly_fields: ClassVar[Any] = fields
    verbose_name_plural = gettext_lazy("Projects of this programme")


class AwardInline(ReadOnlyInline):
    model = Award
    fields: ClassVar[Any] = ["ref", "title_zh", "year", "level", "state"]
    readonly_fields: ClassVar[Any] = fields


class SubsidiaryInline(ReadOnlyInline):
    model = Enterprise
    fk_name = "parent"
    fields: ClassVar[Any] = ["ref", "name_zh", "name_en", "state"]
    readonly_fields: ClassVar[Any] = fields
    verbose_name_plural = gettext_lazy("Subsidiaries")


@admin.register(Region)
class RegionAdmin(VersionedAdmin):
    list_display = ["code", "name_zh", "name_en"]
    search_fields = ["code", "name_zh", "name_en"]
    fieldsets = [(None, {"fields": ["code", "name_zh", "name_en"]})]

    def get_readonly_fields(self, request: Any, obj: Any = None) -> list[str]:
        return ["code"] if obj is not None else []

    def view_on_site(self, obj: Region) -> str:
        return reverse("region", kwargs={"code": obj.code})


@admin.register(Indicator)
class IndicatorAdmin(VersionedAdmin):
    list_display = ["ref", "name_zh", "name_en", "unit", "aggregation", "position"]
    list_filter = ["aggregation"]
    search_fields = ["ref", "name_zh", "name_en"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "ref",
                    ("name_zh", "name_en"),
                    ("unit", "unit_en"),
                    "aggregation",
                    "position",
                    "note",
                    "note_en",
                ]
            },
        ),
    ]

    def get_readonly_fields(self, request: Any, obj: Any = None) -> list[str]:
        """Chosen once: addresses, files and sums kept ready name it."""
        return ["ref"] if obj is not None else []


@admin.register(Village)
class VillageAdmin(RecordAdmin):
    kind = "villages"
    list_display = ["ref", "name_zh", "name_en", "region", "code", "state"]
    list_filter = ["state", "kind"]
    list_select_related = ["region"]
    search_fields = ["ref", "name_zh", "name_en", "code"]
    autocomplete_fields = ["region"]
    readonly_fields = ["totals"]
    fieldsets = [
        (None, {"fields": ["ref", ("name_zh", "name_en"), "kind"]}),
        (gettext_lazy("Where"), {"fields": ["region", "code", ("latitude", "longitude")]}),
        PUBLICATION,
        TOTALS,
    ]

    @admin.display(description=gettext_lazy("totals"))
    def totals(self, obj: Village) -> SafeString:
        if obj is None or not obj.pk:
            return lines([_("Shown once the record is saved.")])
        return totals_lines(CountedFigure.objects.all(), Selection.of(villages={obj.pk: obj.position}))


@admin.register(Enterprise)
class EnterpriseAdmin(RecordAdmin):
    kind = "enterprises"
    list_display = ["ref", "name_zh", "name_en", "parent", "uscc", "state"]
    list_filter = ["state"]
    list_select_related = ["parent"]
    search_fields = ["ref", "name_zh", "name_en", "aliases", "uscc"]
    autocomplete_fields = ["parent"]
    readonly_fields = ["totals"]
    inlines = [SubsidiaryInline, AwardInline]
    fieldsets = [
        (None, {"fields": ["ref", ("name_zh", "name_en"), "aliases", "parent", "uscc"]}),
        PUBLICATION,
        TOTALS,
    ]

    @admin.display(description=gettext_lazy("totals"))
    def totals(self, obj: Enterprise) -> SafeString:
        if obj is None or not obj.pk:
            return lines([_("Shown once the record is saved.")])
        return totals_lines(CountedFigure.objects.filter(enterprise=obj), Selection())


@admin.register(AidProject)
class AidProjectAdmin(RecordAdmin):
    kind = "projects"
    list_display = ["ref", "title_zh", "enterprise", "measure", "counted_places", "shown_years", "state", "source"]
    list_filter = ["state", YearFilter, DueFilter, "measure", "relationship", "status"]
    sortable_by = ["ref", "measure"]
    list_select_related = ["enterprise", "counted", "source", "region"]
    list_prefetch_related = ("villages",)
    search_fields = [
        "ref",
        "title_zh",
        "title_en",
        "place_note",
        "enterprise__name_zh",
        "enterprise__name_en",
        "villages__name_zh",
        "villages__name_en",
        "region__name_zh",
    ]
    autocomplete_fields = ["enterprise", "parent", "villages", "region", "source"]
    readonly_fields = ["totals"]
    inlines = [FundingInline, FundingYearsInline, OutcomeInline, ChildInline]
    fieldsets = [
        (None, {"fields": ["ref", "title_zh", "title_en", "enterprise", "parent"]}),
        (gettext_lazy("What"), {"fields": [("measure", "relationship", "status"), "description_zh", "description_en"]}),
        (
            gettext_lazy("Where"),
            {"fields": ["villages", "region", "unnamed_villages", ("place_note", "place_note_en")]},
        ),
        (gettext_lazy("When"), {"fields": [("year_from", "year_to"), "due_on"]}),
        (gettext_lazy("Where it is written"), {"fields": [("source", "locator")]}),
        PUBLICATION,
        TOTALS,
    ]

    def get_formset_kwargs(self, request: HttpRequest, obj: AidProject, inline: Any, prefix: str) -> dict[str, Any]:
        """Rows of funding begin with the project's source."""
        kwargs: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        if isinstance(inline, FundingYearsInline) and obj.source_id:
            kwargs["initial"] = [{"source": obj.source_id}] * ROWS
        return kwargs

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if issubclass(formset.form, FundingRow):
            save_rows(request, formset, form.cleaned_data.get("change_reason") or "")
        else:
            super().save_formset(request, form, formset, change)

    @admin.display(description=gettext_lazy("totals"))
    def totals(self, obj: AidProject) -> SafeString:
        if obj is None or not obj.pk:
            return lines([_("Shown once the record is saved.")])
        of_project = [
            CountedFigure.objects.filter(funding__in=obj.fundings.order_by().values("pk")).values("pk"),
            CountedFigure.objects.filter(outcome__in=obj.outcomes.order_by().values("pk")).values("pk"),
        ]
        return totals_lines(
            CountedFigure.objects.filter(pk__in=of_project[0].union(of_project[1], all=True)), Selection()
        )


@admin.register(Award)
class AwardAdmin(RecordAdmin):
    kind = "awards"
    list_display = ["ref", "title_zh", "enterprise", "year", "level", "state", "source"]
    list_filter = ["state", "level"]
    list_select_related = ["enterprise", "source"]
    search_fields = ["ref", "title_zh", "title_en", "granting_bodies", "enterprise__name_zh"]
    autocomplete_fields = ["enterprise", "source"]
    fieldsets = [
        (None, {"fields": ["ref", "title_zh", "title_en", "enterprise", "year"]}),
        (gettext_lazy("Granted by"), {"fields": ["granting_bodies", "granting_bodies_en", "level"]}),
        (gettext_lazy("Where it is written"), {"fields": [("source", "locator")]}),
        PUBLICATION,
    ]


@admin.register(Source)
class SourceAdmin(RecordAdmin):
    kind = "sources"
    list_display = ["ref", "title", "publisher", "published_on", "language", "state"]
    list_filter = ["state", "language"]
    search_fields = ["ref", "title", "title_en", "publisher", "publisher_en"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    fieldsets = [
        (
            None,
            {"fields": ["ref", "title", "title_en", ("publisher", "publisher_en"), "published_on", "language", "url"]},
        ),
        PUBLICATION,
    ]
