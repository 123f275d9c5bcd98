"""What a page has found out of very many rows stays true, for the next page too, until somebody writes."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.core.cache import caches

from projects.caching.version import code_version

Answer = TypeVar("Answer")

_version: ContextVar[str] = ContextVar("data_version", default="")
"""Of the data a page for anybody is being made of; empty elsewhere, where every answer is found anew."""


@contextmanager
def as_of(version: str) -> Iterator[None]:
    """Answers found meanwhile are kept under this version, which was asked before anything else was."""
    token = _version.set(version)
    try:
        yield
    finally:
        _version.reset(token)


def while_unchanged(question: tuple[Any, ...], find: Callable[[], Answer]) -> Answer:
    """The answer, from the cache of pages if some page of the same version found it.

    `question` tells it apart from all others by its `repr`, whatever the reader's language.
    """
    if not (version := _version.get()):
        return find()
    key = digest(repr(question), version, code_version())
    kept: tuple[Answer] | None = caches["pages"].get(key)
    if kept is None:
        kept = (find(),)
        caches["pages"].set(key, kept)
    return kept[0]


def digest(*parts: str) -> str:
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()
