"""The rules of a record's form, asked for many records in a row."""

from collections.abc import Callable, Collection
from typing import Any

from django.core.exceptions import ValidationError

MOST_REMEMBERED = 5_000
"""Values of one field that are known to be right: a bound on memory."""


class Rules:
    """`related` fields were looked up, and `unique` values are checked for many records at once, elsewhere."""

    def __init__(self, model: Any, related: Collection[str], unique: Collection[str]) -> None:
        fields = model._meta.concrete_fields
        self._unique = unique
        self._needed = {name: field for name in related if not (field := model._meta.get_field(name)).null}
        self._valued = {f.name: f.attname for f in fields if f.editable and f.name not in related}
        self._elsewhere = {f.name for f in fields} - self._valued.keys()
        self._right: dict[str, set[Any]] = {name: set() for name in self._valued}

    def broken(self, record: Any, unread: Collection[str], *, is_whole: bool) -> dict[str, list[str]]:
        """What is wrong, by field, but for fields that could not be read.

        `is_whole`: nothing else need be known to judge the record as a whole.
        """
        errors: dict[str, list[str]] = {
            name: [str(field.error_messages["blank"])]
            for name, field in self._needed.items()
            if name not in unread and getattr(record, field.attname) is None
        }
        checks: list[Callable[[], object]] = [lambda: self._clean_fields(record, unread)]
        if is_whole and not errors and not unread:
            checks.append(record.clean)
        checks.append(lambda: record.validate_constraints(exclude={*self._unique, *unread, *errors}))
        for check in checks:
            try:
                check()
            except ValidationError as error:
                for column, messages in error.message_dict.items():
                    errors.setdefault(column, []).extend(m for m in messages if m not in errors.get(column, ()))
        return errors

    def _clean_fields(self, record: Any, unread: Collection[str]) -> None:
        """What was right in one field of one record is right in that field of all: it is not asked again."""
        known = {name for name, attname in self._valued.items() if getattr(record, attname) in self._right[name]}
        record.clean_fields(exclude={*self._elsewhere, *unread, *known})
        for name in self._valued.keys() - known:
            if name not in unread and len(self._right[name]) < MOST_REMEMBERED:
                self._right[name].add(getattr(record, self._valued[name]))
