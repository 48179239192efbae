# SPDX-License-Identifier: MIT
"""Whether an uncertain spelling may mean a page, and whether a text can name it at all."""

import functools
import re

from wikilinks_gui.wikitext.rules import WikitextRules
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
    return rules.converts and use.target != title and _variant(use.target) == _variant(title)


def _variant(title: str) -> str:
    """Return what the spellings of a title in different scripts have in common."""
    return _HAN.sub("\u4e00", title.lower().translate(_SERBIAN))


def may_name(text: str, title: str) -> bool:
    """Return False where no spelling in ``text`` can name ``title``, not even through a template.

    Quick: this is asked of many pages that do not name it.
    """
    return _word(title).search(text) is not None or _HIDDEN.search(text) is not None


_HIDDEN = re.compile(
    r"\[\[[^\[\]|\n]{0,300}[%&<{\u200e\u200f\u202a-\u202e]"  # encoded, or from a template
    r"|\[\[[\s_:]*(?:\.\.)?[/#]|\[\[[^\[\]|\n:]{1,30}:"
    r"|\{\{[^{}|]{0,300}[%&<\u200e\u200f\u202a-\u202e]|\{\{\s*(?:\.\.)?/|\{\{[^{}|]{0,300}\{\{"
    r"|<(?:gallery|imagemap)|\{\{\s*#",
    re.IGNORECASE,
)


@functools.lru_cache(maxsize=4096)
def _word(title: str) -> re.Pattern[str]:
    """Compile the longest word of a title that no rule of spelling changes."""
    name = title.partition(":")[2] or title
    words = re.findall(r"[^\W_]+", name[1:])
    if words:
        return re.compile(re.escape(max(words, key=len)))
    return re.compile(re.escape(name), re.IGNORECASE)  # the first letter is in either case
