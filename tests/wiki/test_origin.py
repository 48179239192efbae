# SPDX-License-Identifier: MIT
"""Where links come from, on a real MediaWiki: the rows are the wiki's, the truth is by hand."""

import pytest

from tests.wiki import pages
from tests.wiki.mediawiki import MediaWiki
from tests.wiki.origin_more import MORE_HELPERS, MORE_TRAPS
from tests.wiki.origin_pages import GERMAN, GERMAN_HELPERS, HELPERS, TRAPS, Trap
from tests.wiki.origin_wiki import SETTINGS, OriginWiki
from wikilinks_gui.table.origin import ORIGIN_NAMES
from wikilinks_gui.wikitext.origin import Answer

READ_OTHERWISE = {"Pipe t", "Bang t"}
"""Parsoid does not take a template's bar for the one of a link, the parser does."""

Truth = tuple[str, frozenset[str]]
Answers = dict[tuple[str, str], tuple[Answer, Answer]]
"""By linking page and what it links to: by wikitext alone, and exactly."""


def _truth(text: str, prefix: str) -> Truth:
    origin, _, templates = text.partition(":")
    titles = templates.split(",") if templates else []
    pages_beside = {"Plain page", "Project page"}
    return origin, frozenset(
        title if title in pages_beside else f"{prefix}{title}" for title in titles
    )


def _said(answer: Answer) -> Truth:
    return ORIGIN_NAMES[answer.origin], frozenset(answer.templates)


def _answers(
    tmp_path_factory: pytest.TempPathFactory,
    language: str,
    traps: dict[str, Trap],
    helpers: dict[str, str],
) -> Answers:
    folder = tmp_path_factory.mktemp(f"origin-{language}")
    wiki = MediaWiki.install(folder / "wiki", language=language, settings=SETTINGS)
    pages.write_picture(folder / "pictures")
    wiki.import_files(folder / "pictures")
    texts = helpers | {title: trap.text for title, trap in traps.items()}
    wiki.import_pages(texts)
    with wiki:
        place = OriginWiki(wiki, texts)
        targets = {target for trap in traps.values() for target in trap.truth}
        return {
            (title, target): (by_text, exactly)
            for target in targets
            for title, by_text, exactly in place.answers(target)
        }


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """The answers for all traps in English."""
    return _answers(tmp_path_factory, "en", TRAPS, HELPERS)


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """The answers for the traps of a wiki with names of its own."""
    return _answers(tmp_path_factory, "de", GERMAN, GERMAN_HELPERS)


@pytest.fixture(scope="module")
def more(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """The answers for more traps in English."""
    return _answers(tmp_path_factory, "en", MORE_TRAPS, MORE_HELPERS)


def _check(answers: Answers, title: str, trap: Trap, prefix: str, main: str) -> None:
    assert ((title, main) in answers) == (main in trap.truth)
    for target, written in trap.truth.items():
        by_text, exactly = answers[title, target]
        truth = _truth(written, prefix)
        assert _said(exactly) == truth
        assert exactly.is_sure or title in READ_OTHERWISE
        if by_text.is_sure:
            assert _said(by_text) == truth


@pytest.mark.parametrize("title", TRAPS)
def test_origin(title: str, english: Answers) -> None:
    """What wikitext is sure of is true, and all is with Parsoid's HTML."""
    _check(english, title, TRAPS[title], "Template:", "Target")


@pytest.mark.parametrize("title", MORE_TRAPS)
def test_more_origins(title: str, more: Answers) -> None:
    _check(more, title, MORE_TRAPS[title], "Template:", "Target")


@pytest.mark.parametrize("title", GERMAN)
def test_origin_in_german(title: str, german: Answers) -> None:
    _check(german, title, GERMAN[title], "Vorlage:", "Ziel")


def test_wikitext_alone_is_mostly_sure(english: Answers) -> None:
    """Few rows take a request of their own: here, where nearly each is a trap, one in six."""
    asked = [english[title, target] for title, trap in TRAPS.items() for target in trap.truth]
    sure = sum(by_text.is_sure for by_text, _exactly in asked)
    assert sure >= 0.8 * len(asked)
