"""The small mark beside a figure: unfolded, it says where the figure is written and what it rests on."""

from collections.abc import Iterator
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from projects import formatting
from projects.templatetags.aid import address, passage_address, text


def mark_of(figure: Any) -> SafeString:
    """Needs no script: the browser unfolds it. Asks the database for nothing a row has not loaded."""
    facts = format_html_join(" ", "<dt>{}</dt> <dd>{}</dd>", _facts(figure))
    return format_html(
        '<details class="mark"><summary>{} <bdi>{}</bdi></summary> <dl>{}</dl> '
        '<p><a href="{}#cite">{}</a></p></details>',
        _("Source"),
        figure.locator,
        facts,
        address(figure),
        _("Address, citation and history"),
    )


def _facts(figure: Any) -> Iterator[tuple[str, SafeString | str]]:
    source = figure.source
    yield (
        _("Where it is written"),
        format_html(
            _("{title}, {publisher}, {day}"),
            title=format_html('<a href="{}">{}</a>', passage_address(figure), text(source, "title")),
            publisher=text(source, "publisher"),
            day=formatting.date(source.published_on),
        ),
    )
    if figure.as_written:
        yield _("As written in the source"), wording_of(figure)
    yield _("Basis"), capfirst(figure.get_basis_display())
    if figure.part_of is not None and figure.part_of.is_published:
        yield _("Part of"), format_html('<a href="{}">{}</a>', address(figure.part_of), _("a larger figure"))


def wording_of(figure: Any) -> SafeString:
    """As the source has it, marked with the source's language."""
    language = {"zh": "zh-Hans", "en": "en"}.get(figure.source.language, "")
    if not language:
        return format_html("<bdi>{}</bdi>", figure.as_written)
    return format_html('<bdi lang="{}">{}</bdi>', language, figure.as_written)
