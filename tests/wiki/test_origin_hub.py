# SPDX-License-Identifier: MIT
"""Where links come from on pages written without a look at the scanner, in four languages."""

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.wiki import origin_hub, pages
from tests.wiki.mediawiki import MediaWiki
from tests.wiki.origin_pages import Trap
from tests.wiki.origin_wiki import SETTINGS, OriginWiki
from wikilinks_gui.table.origin import ORIGIN_NAMES
from wikilinks_gui.wikitext.origin import Answer
from wikilinks_gui.wikitext.rules import TEMPLATE

LUA = shutil.which("lua5.1") or shutil.which("lua")
LUA_SETTINGS = f"""
wfLoadExtension( 'Scribunto' );
$wgScribuntoDefaultEngine = 'luastandalone';
$wgScribuntoEngineConf['luastandalone']['luaPath'] = '{LUA}';
"""


def _is_right(answer: Answer, truth: str, namespace: str) -> bool:
    """Return whether an answer is one of those that are right."""
    found = {title.removeprefix(f"{namespace}:") for title in answer.templates}
    for right in truth.split(" or "):
        if right == "doubt" and not answer.is_sure:
            return True
        origin, _, templates = right.partition(":")
        if ORIGIN_NAMES[answer.origin] != origin:
            continue
        some = {*re.split(r"/(?=[^\W\d_])", templates), templates} - {""}
        if found == set(templates.split("+")) - {""} or (found and found <= some):
            return True
    return False


def _wrong(
    folder: Path,
    traps: Mapping[str, Trap],
    helpers: Mapping[str, str],
    *,
    language: str = "en",
    settings: str = "",
) -> list[str]:
    """Return what is wrong: sure and wrong by wikitext alone, or by Parsoid's HTML as well."""
    wiki = MediaWiki.install(folder / "wiki", language=language, settings=SETTINGS + settings)
    pages.write_picture(folder / "pictures")
    wiki.import_files(folder / "pictures")
    texts = {**helpers, **{title: trap.text for title, trap in traps.items()}}
    wiki.import_pages(texts)
    wrong = []
    with wiki:
        place = OriginWiki(wiki, texts)
        namespace = place.rules.namespace(TEMPLATE).name
        targets = {target for trap in traps.values() for target in trap.truth}
        found = {
            (title, target): (by_text, exactly)
            for target in targets & place.rows.keys()
            for title, by_text, exactly in place.answers(target, doubtful_only=True)
        }
        for title, trap in traps.items():
            for target, truth in trap.truth.items():
                by_text, exactly = found.get((title, target), (None, None))
                if exactly is None:
                    if "" not in truth.split(" or "):
                        wrong.append(f"{title}: no row for {target}")
                elif not _is_right(exactly, truth, namespace):
                    wrong.append(f"{title}: {truth} is {exactly}; by wikitext alone {by_text}")
    return wrong


def test_origins_in_english(tmp_path: Path) -> None:
    assert _wrong(tmp_path, origin_hub.HUB_TRAPS, origin_hub.HUB_HELPERS) == []


@pytest.mark.skipif(LUA is None, reason="lua is not installed (Debian: apt install lua5.1)")
def test_origins_of_what_modules_make(tmp_path: Path) -> None:
    helpers = origin_hub.HUB_HELPERS | origin_hub.MODULES
    assert _wrong(tmp_path, origin_hub.MODULE_TRAPS, helpers, settings=LUA_SETTINGS) == []


@pytest.mark.parametrize(
    ("language", "traps", "helpers"),
    [
        ("de", origin_hub.GERMAN_TRAPS, origin_hub.GERMAN_HELPERS),
        ("ar", origin_hub.ARABIC_TRAPS, origin_hub.ARABIC_HELPERS),
        ("ru", origin_hub.RUSSIAN_TRAPS, origin_hub.RUSSIAN_HELPERS),
    ],
)
def test_magic_words_in_other_languages(
    language: str, traps: Mapping[str, Trap], helpers: Mapping[str, str], tmp_path: Path
) -> None:
    assert _wrong(tmp_path, traps, helpers, language=language) == []
