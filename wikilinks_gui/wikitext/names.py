# SPDX-License-Identifier: MIT
"""Whether an uncertain spelling may mean a page, and whether a text can name it at all."""

import functools
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from wikilinks_gui.wikitext.rules import WikitextRules
from wikilinks_gui.wikitext.titles import UNKNOWN
from wikilinks_gui.wikitext.use import Use, Wanted, is_of_kind, wanted_kinds

_HAN = re.compile("[\u3007\u3400-\u9fff\U00020000-\U0003ffff]")
_OTHERS_IN_GB2312 = frozenset("乾夥後徵拚摺於菸醣醯麴麽硅")
"""Traditional forms of characters in a standard of simplified ones, by MediaWiki's own tables."""


def may_mean(use: Use, title: str, rules: WikitextRules) -> bool:
    """Return whether a use that does not name ``title`` may mean it, as only the wiki knows."""
    if not use.target or use.target in rules.meanings:
        return not use.target
    if use.after_prefix == title:
        return True
    if not use.is_certain and use.target.casefold() == title.casefold():
        return True  # an odd capital letter
    return may_spell(use.target, title, rules)


def doubts_in(uses: Iterable[Use], wanted: Wanted, rules: WikitextRules) -> frozenset[str]:
    """Return the spellings among uses of which the wiki is to be asked whether they are wanted."""
    title, kinds = wanted.title, wanted_kinds(wanted)
    return frozenset(
        use.target
        for use in uses
        if use.target
        and not rules.means(use.target, title)
        and may_mean(use, title, rules)
        and any(is_of_kind(use, kind) for kind in kinds)
    )


def may_spell(spelling: str, title: str, rules: WikitextRules) -> bool:
    """Return whether a spelling may be a title in another script, or in several of them.

    Which scripts there are, the wiki tells for each title.
    """
    scripts = rules.scripts.get(title)
    if not scripts or spelling == title or spelling in rules.meanings:
        return False
    if spelling in scripts:
        return True
    words = spelling.split(" ")
    split = [each.split(" ") for each in scripts]
    return all(
        _is_mixed(word, {each[number] for each in split if len(each) == len(words)})
        for number, word in enumerate(words)
    )


def _is_mixed(word: str, forms: set[str]) -> bool:
    """Return whether a word is made of letters of its forms in several scripts.

    Some Chinese characters have more forms in one script than the other: these may be others.
    """
    if word in forms:
        return True
    same = [form for form in forms if len(form) == len(word)]
    others = 0
    for number, letter in enumerate(word):
        letters = {form[number] for form in same}
        if letter not in letters:
            if not (_may_be_traditional(letter) and any(map(_HAN.match, letters))):
                return False
            others += 1
    return bool(same) and others <= max(1, len(word) // 2)


def _may_be_traditional(letter: str) -> bool:
    """Return whether a character may be another form of a simplified one."""
    if letter in _OTHERS_IN_GB2312:
        return True
    if not _HAN.match(letter):
        return False
    try:
        letter.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False


# What may name any page: a name that is encoded, relative, or partly made by a template.
_HIDDEN = (
    r"\[\[[^\[\]|\n]{0,300}[%&<{\u200e\u200f\u202a-\u202e]|\[\[[\s_:]*(?:\.\.)?[/#]"
    r"|\{\{[^{}|]{0,300}(?:[%&<\u200e\u200f\u202a-\u202e]|\{\{)|\{\{\s*(?:\.\.)?/"
    r"|<(?:gallery|imagemap)"
)
_HIDDEN_TARGET = rf"[%&{UNKNOWN}\u200e\u200f\u202a-\u202e]|\A[\s_:]*(?:\.\.)?[/#]"


@dataclass(frozen=True, slots=True)
class Interest:
    """Where a text may name one page; all else need not be read."""

    places: tuple[int, ...]  # offsets
    target: re.Pattern[str]  # finds something in every target of a link that may be the page

    def is_within(self, start: int, end: int) -> bool:
        """Return whether the page may be named between two offsets."""
        index = bisect_left(self.places, start)
        return index < len(self.places) and self.places[index] < end

    def since(self, base: int) -> Callable[[int, int], bool]:
        """Return :meth:`is_within` for offsets that count from ``base``."""
        return lambda start, end: self.is_within(base + start, base + end)


def interest_in(text: str, title: str) -> Interest | None:
    """Return where a text may name a page; None where no spelling in it can. Quick."""
    in_text, in_target = _patterns(title)
    places = tuple(found.start() for found in in_text.finditer(text))
    return Interest(places, in_target) if places else None


@functools.lru_cache(maxsize=1024)
def _patterns(title: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Compile what finds the longest word of a title that no rule of spelling changes."""
    name = title.partition(":")[2] or title
    words = re.findall(r"[^\W_]+", name[1:])
    # Of one letter alone, the first one is in either case.
    word = re.escape(max(words, key=len)) if words else f"(?i:{re.escape(name)})"
    folded = name.casefold()
    for letter in _letters_of_several():
        if folded.startswith(letter.casefold()):
            word = f"{word}|{letter}"
    return re.compile(f"{word}|{_HIDDEN}"), re.compile(f"{word}|{_HIDDEN_TARGET}")


@functools.cache
def _letters_of_several() -> tuple[str, ...]:
    """Return the letters whose capitals are several letters, such as ß."""
    return tuple(letter for letter in map(chr, range(0xDF, 0xFB18)) if len(letter.upper()) > 1)
