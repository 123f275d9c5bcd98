"""Keys and questions as addresses and forms bring them: what no record can have chooses nothing."""

from typing import Any

from django import forms
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.db import DataError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

_Page: Any = object
"""Whatever page these are mixed into."""


def is_key(model: Any, given: Any) -> bool:
    """Whether a record of this kind could have it: the databases refuse text, and numbers beyond their own."""
    field = model._meta.pk
    try:
        field.run_validators(field.to_python(given))
    except ValidationError:
        return False
    return True


class _FoundByTyping(_Page):
    field: Any

    def optgroups(self, name: str, value: list[Any], attr: Any = None) -> list[Any]:
        keys = [key for key in value if is_key(self.field.remote_field.model, key)]
        groups: list[Any] = super().optgroups(name, keys, attr)
        return groups


class OneByTyping(_FoundByTyping, AutocompleteSelect):  # type: ignore[misc]
    pass


class SeveralByTyping(_FoundByTyping, AutocompleteSelectMultiple):  # type: ignore[misc]
    pass


class SeveralField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    queryset: Any

    def clean(self, value: Any) -> Any:
        for key in value or ():
            if not is_key(self.queryset.model, key):
                raise ValidationError(
                    self.error_messages["invalid_pk_value"], code="invalid_pk_value", params={"pk": key}
                )
        return super().clean(value)


class ChoosingAdmin(_Page):
    """What a form chooses from."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", OneByTyping(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", SeveralByTyping(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **{"form_class": SeveralField, **kwargs})


class AskedChangeList(ChangeList):
    def get_results(self, request: HttpRequest) -> None:
        """The filters of an address are only tried when the records are counted."""
        try:
            with transaction.atomic():
                super().get_results(request)
        except (DataError, OverflowError, ValueError) as error:
            raise IncorrectLookupParameters(error) from error


class AskedAdmin(ChoosingAdmin):
    """What a page is asked for in its address, and what is ticked in a list."""

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if ACTION_CHECKBOX_NAME in request.POST:
            sent = request.POST.copy()
            ticked = sent.getlist(ACTION_CHECKBOX_NAME)
            sent.setlist(ACTION_CHECKBOX_NAME, [key for key in ticked if is_key(self.model, key)])
            request.POST = sent  # type: ignore[assignment]
        response: HttpResponse = super().changelist_view(request, extra_context)
        return response

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        is_none = from_field is None and not is_key(self.model, object_id)
        return None if is_none else super().get_object(request, object_id, from_field)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return AskedChangeList

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """A pattern is no filter: each database refuses others."""
        return not lookup.endswith("regex") and bool(super().lookup_allowed(lookup, value, request))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        found: tuple[QuerySet[Any], bool] = super().get_search_results(request, queryset, search_term.replace("\0", ""))
        return found
