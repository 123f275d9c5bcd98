"""Check constraints that Python judges too, so that validating a record asks the database nothing."""

import operator
from collections.abc import Callable, Collection
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import F, Q

Verdict = bool | None
"""None is SQL's unknown: a condition on a value that is not there."""
Test = Callable[[models.Model], Verdict]

_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "exact": operator.eq,
    "lt": operator.lt,
    "lte": operator.le,
    "gt": operator.gt,
    "gte": operator.ge,
    "in": lambda value, among: value in among,
}


class Rule(models.CheckConstraint):
    """Stored by the database as a plain check constraint, and read from the same condition by `validate`."""

    def deconstruct(self) -> Any:
        _path, args, kwargs = super().deconstruct()
        return "django.db.models.CheckConstraint", args, kwargs

    @cached_property
    def _fields(self) -> set[str]:
        return _names(self.condition)

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: Collection[str] | None = None,
        using: str | None = DEFAULT_DB_ALIAS,
    ) -> None:
        if exclude and not self._fields.isdisjoint(exclude):
            return
        if self._test(model)(instance) is False:
            raise ValidationError(self.get_violation_error_message(), code=self.violation_error_code)

    def _test(self, model: type[models.Model]) -> Test:
        tests: dict[type[models.Model], Test] = self.__dict__.setdefault("_tests", {})
        if model not in tests:
            tests[model] = _compiled(self.condition, model)
        return tests[model]


def _names(condition: Any) -> set[str]:
    found: set[str] = set()
    for child in condition.children:
        if isinstance(child, Q):
            found |= _names(child)
        else:
            path, value = child
            found.add(path.partition("__")[0])
            if isinstance(value, F):
                found.add(value.name)
    return found


def _compiled(condition: Any, model: type[models.Model]) -> Test:
    tests = [
        _compiled(child, model) if isinstance(child, Q) else _comparison(child[0], child[1], model)
        for child in condition.children
    ]
    joined = {Q.AND: _all, Q.OR: _any}[condition.connector](tests)
    return _not(joined) if condition.negated else joined


def _comparison(path: str, wanted: Any, model: type[models.Model]) -> Test:
    name, *lookups = path.split("__")
    value_of = _reader(model, name)
    if lookups == ["isnull"]:
        return lambda record: (value_of(record) is None) == wanted
    if lookups[:1] == ["length"]:
        measured, value_of = value_of, lambda record: _length(measured(record))
        lookups = lookups[1:]
    compare = _COMPARISONS[lookups[0] if lookups else "exact"]
    other = _reader(model, wanted.name) if isinstance(wanted, F) else (lambda record: wanted)

    def test(record: models.Model) -> Verdict:
        value, limit = value_of(record), other(record)
        return None if value is None or limit is None else compare(value, limit)

    return test


def _reader(model: type[models.Model], name: str) -> Callable[[models.Model], Any]:
    return operator.attrgetter(model._meta.get_field(name).attname)  # type: ignore[union-attr]


def _length(text: str | None) -> int | None:
    return None if text is None else len(text)


def _all(tests: list[Test]) -> Test:
    def test(record: models.Model) -> Verdict:
        verdict: Verdict = True
        for each in tests:
            found = each(record)
            if found is False:
                return False
            verdict = None if found is None else verdict
        return verdict

    return test


def _any(tests: list[Test]) -> Test:
    return _not(_all([_not(test) for test in tests]))


def _not(negated: Test) -> Test:
    def test(record: models.Model) -> Verdict:
        verdict = negated(record)
        return None if verdict is None else not verdict

    return test
