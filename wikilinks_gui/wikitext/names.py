# SPDX-License-Identifier: MIT
"""Whether an uncertain spelling may mean a page, and whether a text can name it at all."""

import functools
import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass

from wikilinks_gui.wikitext.rules import WikitextRules
from wikilinks_gui.wikitext.titles import UNKNOWN
from wikilinks_gui.wikitext.use import Use

_SERBIAN = str.maketrans(
    dict(zip("абвгдђежзијклмнопрстћуфхцчш", "abvgdđežzijklmnoprstćufhcčš", strict=True))
    | {"љ": "lj", "њ": "nj", "џ": "dž"}
)
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")


def may_mean(use: Use, title: str, rules: WikitextRules) -> bool:
    """Return whether a use of another target may be one of ``title``, as only the wiki knows."""
    if not use.target or use.after_prefix == title:
        return True
    if not use.is_certain and use.target.lower() == title.lower():
        return True  # an odd capital letter
    return rules.converts and use.target != title and are_variants(use.target, title)


def are_variants(one: str, other: str) -> bool:
    """Return whether two spellings may be one title in different scripts of a language."""
    return _variant(one) == _variant(other)


def _variant(title: str) -> str:
    """Return what the spellings of a title in different scripts have in common."""
    return _HAN.sub("\u4e00", title.lower().translate(_SERBIAN))


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
    return re.compile(f"{word}|{_HIDDEN}"), re.compile(f"{word}|{_HIDDEN_TARGET}")
