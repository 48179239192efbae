# SPDX-License-Identifier: MIT
"""Where a link comes from: the text of the page that it stands on, or a template."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from wikilinks_gui.table.origin import Origin
from wikilinks_gui.table.row import Kind
from wikilinks_gui.wikitext.carriers import (
    CERTAIN,
    CONDITIONAL,
    Carrier,
    brought_to,
    called_pages,
    shown_of,
)
from wikilinks_gui.wikitext.names import doubts_in, may_mean
from wikilinks_gui.wikitext.rules import MODULE, TEMPLATE, WikitextRules
from wikilinks_gui.wikitext.scanner import Reading, read_page
from wikilinks_gui.wikitext.titles import read_title
from wikilinks_gui.wikitext.use import Arguments, Use, Wanted, is_of_kind, is_plain, wanted_kinds
from wikilinks_gui.wikitext.words import SECTION_FUNCTIONS

# The name of a call behind a word like "msgnw:", or in a function's first argument, or in an
# attribute.
_HIDDEN_CALL = re.compile(
    r"(?:\{\{\s*(?:(\w+):|#?\w+:[^|{}]{0,300}\{\{)|=[\"'][^\"'<>{}]{0,300}\{\{)\s*([^|{}]+)"
)
# What stands in the attributes of a table or of a row.
_TABLE_LINE = re.compile(r"(?:\{\||\|-)(.*\{\{.*)")
_FUNCTION_CALL = re.compile(r"\{\{\s*(#[\w-]+):")


@dataclass(frozen=True, slots=True)
class Answer:
    """Where the links of one row come from.

    ``templates`` are those through which they come, and those in whose arguments they stand.
    ``uses`` are in the page's own text. An answer that is not sure is the best guess from wikitext.
    """

    origin: Origin
    templates: tuple[str, ...] = ()
    uses: tuple[Use, ...] = ()
    is_sure: bool = True
    doubts: frozenset[str] = frozenset()  # spellings about which the wiki is to be asked


def judge(
    page: str,
    text: str,
    wanted: Wanted,
    transcluded: Collection[str],
    carriers: Mapping[str, Carrier],
    rules: WikitextRules,
) -> Answer:
    """Return where a page's links come from, as far as wikitext tells.

    ``transcluded`` are the pages among ``carriers`` that the page transcludes.
    """
    reading = shown_of(read_page(text, rules, page, wanted.title), carriers)
    here = brought_to(text, transcluded, carriers, rules)
    here += redirects_in(page, text, wanted, here, rules)
    kinds = wanted_kinds(wanted)
    answer = combined([judge_kind(kind, reading, wanted, here, rules) for kind in kinds])
    if not answer.is_sure:
        return replace(answer, doubts=doubts_in(reading.uses, wanted, rules))
    # A page that is no template seldom is among those whose texts are known.
    others = called_pages(text, rules) - carriers.keys() - wanted.redirects
    is_odd = any(rules.namespace_of(title) not in {TEMPLATE, MODULE} for title in others)
    functions = {rules.magic_word(name) for name in _FUNCTION_CALL.findall(text)}
    is_odd = is_odd or not functions.isdisjoint(SECTION_FUNCTIONS)
    is_odd = is_odd or bool(here and "#invoke" in functions)  # a module may read a page, too
    if is_odd or (here and _may_hide(text, {carrier.title for carrier in here}, rules)):
        return replace(answer, is_sure=False)
    return answer


def redirects_in(
    page: str,
    text: str,
    wanted: Wanted,
    here: Collection[Carrier],
    rules: WikitextRules,
) -> list[Carrier]:
    """Return what else than ``here`` transcludes the page: redirects that the text calls."""
    if not wanted.kinds & Kind.TRANSCLUSION or not wanted.redirects:
        return []
    found, known = [], {carrier.title for carrier in here}
    for title in sorted(called_pages(text, rules) & wanted.redirects - known):
        uses = read_page(text, rules, page, title).uses
        called = [use for use in uses if use.kind == Kind.TRANSCLUSION and use.target == title]
        if called:
            is_conditional = all(use.is_conditional for use in called)
            certainty = CONDITIONAL if is_conditional else CERTAIN
            found.append(Carrier(title, {Kind.TRANSCLUSION: certainty}))
    return found


def _may_hide(text: str, titles: Collection[str], rules: WikitextRules) -> bool:
    """Return whether the page may transclude one of some pages without showing what it brings."""
    for word, name in _HIDDEN_CALL.findall(text):
        if word and rules.magic_word(word) != "msgnw":
            continue
        title = read_title(name.strip(), rules, TEMPLATE)
        if title and title.text in titles:
            return True
    lines = _TABLE_LINE.findall(text) if "{|" in text else []
    return not called_pages("\n".join(lines), rules).isdisjoint(titles)


def combined(answers: list[Answer]) -> Answer:
    """Return the answer for a row of several kinds."""
    if len(answers) == 1:
        return answers[0]
    found = [answer for answer in answers if answer.origin != Origin.NOT_FOUND]
    origin = Origin.UNKNOWN
    for answer in found:
        origin |= answer.origin
    return Answer(
        origin or Origin.NOT_FOUND,
        tuple(dict.fromkeys(title for answer in answers for title in answer.templates)),
        tuple(sorted({use for answer in answers for use in answer.uses}, key=_start)),
        all(answer.is_sure for answer in answers),
    )


def _start(use: Use) -> int:
    return use.start


def judge_kind(
    kind: Kind, reading: Reading, wanted: Wanted, carriers: list[Carrier], rules: WikitextRules
) -> Answer:
    """Return where the links of one kind come from; ``carriers`` are those on the page."""
    same_kind = [use for use in reading.uses if is_of_kind(use, kind)]
    uses = tuple(use for use in same_kind if rules.means(use.target, wanted.title))
    is_doubtful = any(may_mean(use, wanted.title, rules) for use in same_kind if use not in uses)
    is_doubtful = is_doubtful or _is_mentioned(reading.arguments, wanted.title, rules)
    plain = [use for use in uses if is_plain(use)]
    certain = [each for each in carriers if each.certainty(kind) == CERTAIN]
    conditional = [each for each in carriers if each.certainty(kind) == CONDITIONAL]
    templates = tuple(each.title for each in certain or conditional)
    around = tuple(dict.fromkeys(use.template for use in uses if use.template))
    both = (*around, *(title for title in templates if title not in around))
    if plain:
        if certain:
            return Answer(Origin.BOTH, both, uses, not conditional and not is_doubtful)
        return Answer(Origin.TEXT, around, uses, not conditional and not is_doubtful)
    if uses:
        if certain:
            return Answer(Origin.BOTH, both, uses, is_sure=False)
        is_sure = not conditional and not is_doubtful
        is_sure = is_sure and any(not use.is_conditional for use in uses)
        return Answer(Origin.TEXT, around, uses, is_sure)
    if certain:
        return Answer(Origin.TEMPLATE, templates, (), not conditional and not is_doubtful)
    if conditional:
        is_sure = len(conditional) == 1 and conditional[0].is_explained and not is_doubtful
        return Answer(Origin.TEMPLATE, templates, (), is_sure)
    return Answer(Origin.NOT_FOUND, is_sure=False)


def _is_mentioned(arguments: list[tuple[Arguments, str]], title: str, rules: WikitextRules) -> bool:
    """Return whether an argument names the page, so that a template may make a link of it."""
    if not arguments:
        return False
    names = {
        _folded(name) for each in {title, *rules.scripts.get(title, ())} for name in _names(each)
    }
    return any(not names.isdisjoint(_entries(text)) for _around, text in arguments)


def _names(title: str) -> Iterator[str]:
    """Yield how a page is named, in its namespace too."""
    yield title
    if ":" in title:
        yield title.partition(":")[2]


def _entries(argument: str) -> Iterator[str]:
    for entry in re.split(r"[,;|\n*#=]", argument):
        yield _folded(entry)


def _folded(name: str) -> str:
    return name.replace("_", " ").strip().lower()
