"""Funding, donations, purchases, outcomes."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from projects import formatting
from projects.admin.base import Fieldset, ReadOnlyInline, RecordAdmin, lines
from projects.admin.large import YearFilter
from projects.admin.reminders import DueFilter
from projects.models import Donation, Funding, Outcome, Purchase

WHEN: Fieldset = (gettext_lazy("When"), {"fields": [("year_from", "year_to"), "as_of"]})
EVIDENCE: Fieldset = (gettext_lazy("Where it is written"), {"fields": ["basis", ("source", "locator"), "as_written"]})
RELATIONS: Fieldset = (gettext_lazy("How it counts"), {"fields": ["part_of", "replaces", "may_overlap", "counting"]})
PUBLICATION: Fieldset = (gettext_lazy("Publication"), {"fields": ["state", "note", "note_en"]})


class FigureAdmin(RecordAdmin):
    list_filter: Sequence[Any] = ["state", YearFilter, "basis", "may_overlap"]
    sortable_by: Sequence[str] = ["ref", "shown_amount", "shown_value"]
    list_select_related = ["counted", "source"]
    readonly_fields = ["counting"]
    date_hierarchy = None

    @admin.display(description=gettext_lazy("amount"), ordering="amount")
    def shown_amount(self, obj: Any) -> str:
        return formatting.money(obj.amount)

    @admin.display(description=gettext_lazy("counts as"))
    def counting(self, obj: Any) -> SafeString:
        """What this figure does to the totals, as it is stored now."""
        if obj is None or not obj.pk:
            return lines([_("Shown once the record is saved.")])
        counted = getattr(obj, "counted", None)
        texts = [_("%(parts)s parts entered.") % {"parts": obj.parts.count()}]
        if counted is None:
            texts.append(_("Not published: it counts nowhere yet."))
        elif counted.is_replaced:
            texts.append(_("Replaced by a newer figure: it is not counted."))
        else:
            texts.append(
                _("Counts %(rest)s of %(amount)s.")
                % {"rest": obj.in_words(counted.remainder), "amount": obj.in_words(obj.quantity)}
            )
        places = obj.resolved_places()
        names = [str(village) for village in places.villages] or ([str(places.region)] if places.region else [])
        texts.append(_("Places: %s.") % (pgettext("between two places", ", ").join(names) or _("not stated")))
        period = obj.resolved_period()
        texts.append(_("Years: %s.") % formatting.years(period.year_from, period.year_to))
        return lines(texts)


def parts_inline(figure: type[Any], quantity: str) -> type[ReadOnlyInline]:
    return type(
        f"{figure.__name__}Parts",
        (ReadOnlyInline,),
        {
            "model": figure,
            "fk_name": "part_of",
            "fields": ["ref", quantity, "year_from", "year_to", "basis", "state"],
            "readonly_fields": ["ref", quantity, "year_from", "year_to", "basis", "state"],
            "verbose_name_plural": gettext_lazy("Parts of this figure"),
        },
    )


@admin.register(Funding)
class FundingAdmin(FigureAdmin):
    kind = "funding"
    list_display = ["ref", "project", "shown_amount", "counted_places", "shown_years", "state", "source"]
    list_filter = [*FigureAdmin.list_filter, "origin", "stage", DueFilter, "terms", "form"]
    list_select_related = ["counted", "source", "project", "project__region", "village"]
    list_prefetch_related = ("project__villages",)
    search_fields = [
        "ref",
        "as_written",
        "project__title_zh",
        "project__title_en",
        "project__ref",
        "village__name_zh",
        "village__name_en",
        "project__villages__name_zh",
        "project__villages__name_en",
    ]
    autocomplete_fields = ["project", "enterprise", "village", "source", "part_of", "replaces"]
    inlines = [parts_inline(Funding, "shown_amount")]
    fieldsets = [
        (None, {"fields": ["ref", "project", "amount"]}),
        (gettext_lazy("What kind of money"), {"fields": [("origin", "terms"), ("stage", "form"), "due_on"]}),
        (gettext_lazy("Who and where"), {"fields": ["village", "enterprise"]}),
        WHEN,
        EVIDENCE,
        RELATIONS,
        PUBLICATION,
    ]


@admin.register(Donation)
class DonationAdmin(FigureAdmin):
    kind = "donations"
    list_display = ["ref", "campaign", "shown_amount", "payer", "counted_places", "shown_years", "state", "source"]
    list_filter = [*FigureAdmin.list_filter, "payer", "form"]
    list_select_related = ["counted", "source", "region"]
    list_prefetch_related = ("villages",)
    search_fields = [
        "ref",
        "campaign",
        "campaign_en",
        "recipient",
        "enterprise__name_zh",
        "enterprise__name_en",
        "villages__name_zh",
        "villages__name_en",
        "region__name_zh",
    ]
    autocomplete_fields = ["enterprise", "villages", "region", "source", "part_of", "replaces"]
    inlines = [parts_inline(Donation, "shown_amount")]
    fieldsets = [
        (None, {"fields": ["ref", "enterprise", "amount", "payer", "form"]}),
        (gettext_lazy("For what"), {"fields": ["campaign", "campaign_en", "recipient", "recipient_en",
                                              "purpose", "purpose_en"]}),
        (gettext_lazy("Places"), {"fields": ["villages", "region"]}),
        WHEN,
        EVIDENCE,
        RELATIONS,
        PUBLICATION,
    ]  # fmt: skip


@admin.register(Purchase)
class PurchaseAdmin(FigureAdmin):
    kind = "purchases"
    list_display = ["ref", "products", "shown_amount", "mode", "counted_places", "shown_years", "state", "source"]
    list_filter = [*FigureAdmin.list_filter, "mode"]
    list_select_related = ["counted", "source", "region"]
    list_prefetch_related = ("villages",)
    search_fields = [
        "ref",
        "products",
        "products_en",
        "channel",
        "enterprise__name_zh",
        "enterprise__name_en",
        "villages__name_zh",
        "villages__name_en",
        "region__name_zh",
    ]
    autocomplete_fields = ["enterprise", "villages", "region", "source", "part_of", "replaces"]
    inlines = [parts_inline(Purchase, "shown_amount")]
    fieldsets = [
        (None, {"fields": ["ref", "enterprise", "amount", "mode"]}),
        (gettext_lazy("What was bought"), {"fields": [("products", "products_en"), ("channel", "channel_en")]}),
        (gettext_lazy("Where the goods come from"), {"fields": ["villages", "region"]}),
        WHEN,
        EVIDENCE,
        RELATIONS,
        PUBLICATION,
    ]


@admin.register(Outcome)
class OutcomeAdmin(FigureAdmin):
    kind = "outcomes"
    list_display = ["ref", "indicator", "shown_value", "counted_places", "shown_years", "state", "source"]
    list_filter = [*FigureAdmin.list_filter, "concept"]
    list_select_related = ["counted", "source", "indicator", "region", "village", "project", "project__region"]
    list_prefetch_related = ("project__villages",)
    search_fields = [
        "ref",
        "indicator__name_zh",
        "indicator__name_en",
        "project__title_zh",
        "project__title_en",
        "village__name_zh",
        "village__name_en",
        "project__villages__name_zh",
        "region__name_zh",
    ]
    autocomplete_fields = ["indicator", "project", "village", "region", "source", "part_of", "replaces"]
    inlines = [parts_inline(Outcome, "value")]
    fieldsets = [
        (None, {"fields": ["ref", "indicator", "value", "concept"]}),
        (gettext_lazy("Where"), {"fields": ["project", "village", "region"]}),
        WHEN,
        EVIDENCE,
        RELATIONS,
        PUBLICATION,
    ]

    @admin.display(description=gettext_lazy("value"), ordering="value")
    def shown_value(self, obj: Outcome) -> str:
        return obj.in_words(obj.value)
