"""Lists of millions of records: found through the index of pairs, counted no further than anybody pages."""

import re
from functools import cached_property
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.db.models.functions import Coalesce, ExtractYear
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.text import smart_split, unescape_string_literal
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.admin import SimpleHistoryAdmin

from projects.admin.keys import AskedChangeList
from projects.filters.search import SearchFilter, first_of
from projects.models import AidProject
from projects.models.base import FIRST_YEAR, LAST_YEAR
from projects.search import SHORTEST

MANY = 10_000
"""So many are counted, paged through, and found by a search; with more the list is to be narrowed."""
AT_ONCE = 1_000
"""So many are moved by one action."""


class CappedPaginator(Paginator):  # type: ignore[type-arg]
    @cached_property
    def _count(self) -> int:
        records: Any = self.object_list
        return len(records) if isinstance(records, list) else records.order_by().values("pk")[: MANY + 1].count()

    @property
    def count(self) -> int:
        return min(self._count, MANY)

    @property
    def is_full(self) -> bool:
        """Whether there may be more than is counted."""
        return self._count >= MANY


class SortedChangeList(AskedChangeList):
    def get_ordering_field(self, field_name: Any) -> Any:
        """What no index holds in its order is not sorted by, whoever asks."""
        return super().get_ordering_field(field_name) if field_name in (self.sortable_by or ()) else None


class LargeListAdmin(SimpleHistoryAdmin):
    """A list whose search finds texts of two characters and more, newest records first."""

    paginator = CappedPaginator
    show_facets = admin.ShowFacets.NEVER
    ordering: ClassVar[Any] = ["-pk"]
    search_help_text = gettext_lazy("Two characters or more; several words: records with all of them.")

    list_prefetch_related: ClassVar[tuple[str, ...]] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        records: QuerySet[Any] = super().get_queryset(request)
        is_list = request.resolver_match is not None and request.resolver_match.url_name == self._list_url
        return records.prefetch_related(*self.list_prefetch_related) if is_list else records

    @property
    def _list_url(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_changelist"

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return SortedChangeList

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        terms = [_unquoted(term) for term in smart_split(search_term.replace("\0", ""))]
        if not terms:
            return queryset, False
        if any(len(term) < SHORTEST for term in terms):
            return queryset.none(), False
        found, search = queryset.order_by(), SearchFilter(self.get_search_fields(request))
        for term in terms[1:]:
            found = search.filter(found, [term])
        keys = first_of(search.led_to(found, [terms[0]]), MANY)
        return queryset.filter(pk__in=keys), False

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        is_all = request.POST.get("select_across", "0") not in ("", "0")
        if is_all and queryset.order_by().values("pk")[: AT_ONCE + 1].count() > AT_ONCE:
            messages.error(request, _("At most %(most)s records at once: narrow the list first.") % {"most": AT_ONCE})
            return HttpResponseRedirect(request.get_full_path())
        return super().response_action(request, queryset)


def _unquoted(term: str) -> str:
    quoted = len(term) > 1 and term[0] in "\"'" and term[0] == term[-1]
    return unescape_string_literal(term) if quoted else term


class YearFilter(admin.ListFilter):
    """Typed, for there are many: records whose own years hold it."""

    title = gettext_lazy("year")
    template = "admin/typed_filter.html"
    parameter_name = "year"

    def __init__(self, request: HttpRequest, params: dict[str, Any], model: Any, model_admin: Any) -> None:
        super().__init__(request, params, model, model_admin)
        values = params.pop(self.parameter_name, [""])
        self.typed = str(values[-1]).strip()
        if self.typed:
            self.used_parameters[self.parameter_name] = self.typed

    @property
    def year(self) -> int | None:
        is_year = re.fullmatch("[0-9]{4}", self.typed) and FIRST_YEAR <= int(self.typed) <= LAST_YEAR
        return int(self.typed) if is_year else None

    def has_output(self) -> bool:
        return True

    def expected_parameters(self) -> list[str | None]:
        return [self.parameter_name]

    def choices(self, changelist: Any) -> Any:
        others = [(name, value) for name, value in changelist.params.items() if name not in (self.parameter_name, "p")]
        error = _("A year has four digits.") if self.typed and self.year is None else ""
        everything = changelist.get_query_string(remove=[self.parameter_name])
        yield {"typed": self.typed, "error": error, "others": others, "all": everything}

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.typed:
            return queryset
        if self.year is None:
            return queryset.none()
        year = self.year
        if queryset.model is AidProject:  # without a last year it goes on
            return queryset.filter(year_from__lte=year).exclude(year_to__lt=year)
        ends: list[Any] = ["year_to", ExtractYear("as_of")]
        stated: QuerySet[Any] = queryset.alias(_first=Coalesce("year_from", *ends), _last=Coalesce(*ends, "year_from"))
        return stated.filter(_first__lte=year, _last__gte=year)
