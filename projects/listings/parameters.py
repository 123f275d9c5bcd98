"""What a query string asks of a list."""

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from projects.counting import Selection
from projects.filters.fields import NOT_STATED, SelectionFilter
from projects.formatting import between_names

if TYPE_CHECKING:
    from projects.listings.base import Listing

OF_VALUES = frozenset({"enterprise", "measure", "year_from", "year_to"})
"""Parameters that leave out some of what belongs to a row's values."""
OF_THE_READ_MODEL = frozenset({"enterprise", "measure", "kind", "payer", "indicator"})
"""Parameters that the read model of counting answers alone."""


class Parameters:
    """Read, and told what is wrong with each."""

    def __init__(self, listing: "Listing", params: QueryDict, strict: bool) -> None:
        self.listing = listing
        self.params = params
        self.filterset = listing.filterset(params, listing.published())
        self.errors: dict[str, list[str]] = {}
        if not self.filterset.is_valid():
            self.errors |= {name: [str(e) for e in found] for name, found in self.filterset.form.errors.items()}
        self.order = self._read_order()
        self.page_number = self._read_page()
        if strict:
            self._refuse_unknown()

    def _read_order(self) -> str:
        given = [value for value in self.params.getlist("order") if value]
        if not given:
            return self.listing.default_order
        if len(given) > 1:
            self.errors["order"] = [_("This can be given only once.")]
        elif given[0].removeprefix("-") not in self.listing.orders:
            self.errors["order"] = [
                _("This list cannot be sorted by “%(value)s”, only by: %(known)s.")
                % {"value": given[0][:40], "known": between_names().join(self.listing.orders)}
            ]
        else:
            return given[0]
        return self.listing.default_order

    def _read_page(self) -> int:
        given = [value for value in self.params.getlist("page") if value]
        if not given:
            return 1
        if len(given) > 1:
            self.errors["page"] = [_("This can be given only once.")]
        elif not re.fullmatch(r"[1-9][0-9]{0,8}", given[0]):
            self.errors["page"] = [_("“%(value)s” is not a page number.") % {"value": given[0][:40]}]
        else:
            return int(given[0])
        return 1

    def _refuse_unknown(self) -> None:
        for name in self.params:
            if name not in self.listing.parameters:
                known = between_names().join(self.listing.parameters)
                self.errors[name[:40]] = [_("There is no such parameter. This list knows: %s.") % known]

    @property
    def sorted_by(self) -> str:
        """The path to what the list is sorted by."""
        return self.listing.orders[self.order.removeprefix("-")].order

    @property
    def filter(self) -> tuple[Any, ...]:
        """What decides which rows there are: the list, and all that is asked of it but order and page."""
        asked = {name: [value for value in self.params.getlist(name) if value] for name in self.filterset.filters}
        return self.listing.key, sorted((name, values) for name, values in asked.items() if values)

    @cached_property
    def selection(self) -> Selection:
        return self.filterset.selection if not self.errors else Selection()

    @cached_property
    def given(self) -> set[str]:
        """Filters that are set."""
        return {name for name, value in self.filterset.form.cleaned_data.items() if value}

    @cached_property
    def given_exactly(self) -> set[str]:
        """Those of them that keep a row by what it says of itself, whatever its place and years."""
        return {name for name in self.given if not isinstance(self.filterset.filters[name], SelectionFilter)}

    @cached_property
    def exact(self) -> dict[str, list[Any]] | None:
        """The exact attributes asked for, where the read model itself holds them all; None where it does not."""
        found: dict[str, list[Any]] = {}
        if not self.given_exactly <= OF_THE_READ_MODEL:
            return None
        for name in self.given_exactly:
            found[name] = ["" if one == NOT_STATED else one for one in self.filterset.form.cleaned_data[name]]
        return found

    def asks_for_all(self) -> bool:
        """Whether everything counted belongs to a row's values: no years, enterprise or measure are asked for."""
        return self.given.isdisjoint(OF_VALUES)
