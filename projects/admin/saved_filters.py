"""Filters of a list under a name of one's own, for that person alone."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from simple_history.admin import SimpleHistoryAdmin

from projects.models import SavedFilter

LONGEST = 1000
MOST = 30
"""Of one person and list."""
OF_THE_MOMENT = ("p", "e", "_popup", "_to_field", "_facets")
"""Parameters of a list that are no part of what it is asked."""


class SavingForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = SavedFilter
        fields = ("name", "query")
        error_messages = {"query": {"required": gettext_lazy("Filter or search first, then save.")}}

    def clean_query(self) -> str:
        query = asked(QueryDict(self.cleaned_data["query"]))
        if len(query) > LONGEST:
            raise forms.ValidationError(_("This is too long to be saved."))
        return query


def asked(params: QueryDict) -> str:
    """What the list is asked, as the end of its address."""
    kept = params.copy()
    for name in OF_THE_MOMENT:
        kept.pop(name, None)
    for name in [name for name, values in kept.lists() if not any(values)]:
        del kept[name]
    return kept.urlencode()


class SavedFiltersAdmin(SimpleHistoryAdmin):
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.filters_view))
        return [path("filters/", view, name=f"projects_{self.opts.model_name}_filters"), *super().get_urls()]

    def _filters_of(self, request: HttpRequest) -> Any:
        return SavedFilter.objects.filter(owner=request.user.pk, listing=self.opts.model_name)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        shown = {"saved_filters": list(self._filters_of(request)[:MOST]), "asked": asked(request.GET)}
        return super().changelist_view(request, {**shown, **(extra_context or {})})

    def filters_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        query = self._remove(request) if "remove" in request.POST else self._save(request)
        listing = reverse(f"admin:projects_{self.opts.model_name}_changelist")
        return HttpResponseRedirect(f"{listing}?{query}" if query else listing)

    def _remove(self, request: HttpRequest) -> str:
        key = request.POST["remove"]
        if key.isdecimal() and len(key) < 19 and self._filters_of(request).filter(pk=int(key)).delete()[0]:
            messages.success(request, _("The filter was removed."))
        return asked(QueryDict(request.POST.get("query", "")[:LONGEST]))

    def _save(self, request: HttpRequest) -> str:
        form = SavingForm(request.POST)
        if not form.is_valid():
            for errors in form.errors.values():
                messages.error(request, " ".join(map(str, errors)))
            return asked(QueryDict(request.POST.get("query", "")[:LONGEST]))
        name, query = form.cleaned_data["name"], str(form.cleaned_data["query"])
        mine = self._filters_of(request)
        if not mine.filter(name=name).exists() and mine.count() >= MOST:
            messages.error(request, _("You have %(most)s filters of this list: remove one first.") % {"most": MOST})
        else:
            mine.update_or_create(
                owner_id=request.user.pk, listing=self.opts.model_name, name=name, defaults={"query": query}
            )
            messages.success(request, _("The filter “%(name)s” was saved.") % {"name": name})
        return query
