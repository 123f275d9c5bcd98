"""Both languages are complete."""

import shutil
from pathlib import Path
from string import Formatter
from typing import Any

import polib
import pytest
from django.conf import settings
from django.core.management import call_command

CATALOGUE = Path(settings.BASE_DIR) / "projects/locale/zh_Hans/LC_MESSAGES/django.po"


def placeholders(text: str) -> set[str]:
    braces = {name for _, name, _, _ in Formatter().parse(text) if name} if "{" in text else set()
    percents = {part.split(")")[0] for part in text.split("%(")[1:]}
    return braces | percents


def test_every_message_is_translated() -> None:
    for entry in polib.pofile(str(CATALOGUE)):
        texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        assert all(texts), entry.msgid
        assert "fuzzy" not in entry.flags, entry.msgid
        for text in texts:
            assert placeholders(text) == placeholders(entry.msgid_plural or entry.msgid), entry.msgid
            assert "元" not in entry.msgid or "元" in text


def test_the_compiled_catalogue_is_that_of_the_texts() -> None:
    source = {(e.msgid, e.msgid_plural): e.msgstr or e.msgstr_plural for e in polib.pofile(str(CATALOGUE))}
    compiled = polib.mofile(str(CATALOGUE.with_suffix(".mo")))
    assert {(e.msgid, e.msgid_plural): e.msgstr or e.msgstr_plural for e in compiled} == source


def test_every_text_of_the_site_is_in_the_catalogue(tmp_path: Path, settings: Any) -> None:
    if shutil.which("xgettext") is None:
        pytest.skip("gettext is not installed: texts cannot be collected from the code (Debian: apt install gettext)")
    root = Path(settings.BASE_DIR)
    copy = tmp_path / "site"
    for part in ("projects", "aidtracker", "templates"):
        shutil.copytree(root / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
    settings.LOCALE_PATHS = [str(copy / "projects/locale")]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(copy)
        call_command("makemessages", locale=["zh_Hans"], no_location=True, no_obsolete=True, verbosity=0)
    collected = {e.msgid for e in polib.pofile(str(copy / "projects/locale/zh_Hans/LC_MESSAGES/django.po"))}
    kept = {e.msgid for e in polib.pofile(str(CATALOGUE))}
    assert collected == kept
