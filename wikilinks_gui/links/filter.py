# SPDX-License-Identifier: MIT
"""Which rows are shown."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from wikilinks_gui.links.columns import Mask, Numbers
from wikilinks_gui.links.rows import Kind
from wikilinks_gui.links.texts import Texts

ALL = Kind.LINK | Kind.REDIRECT | Kind.TRANSCLUSION | Kind.FILE


@dataclass(frozen=True, slots=True)
class Filter:
    """What a row must have to be shown; the default shows all.

    ``text`` is looked for in titles without regard to case: anywhere, as a whole word, or as a
    regular expression. ``namespaces`` are shown, or with ``but`` all others; None: all. A row is
    shown that has one of the ``kinds``. ``redirects`` False hides redirect pages, while what comes
    through them stays.
    """

    text: str = ""
    mode: Literal["plain", "word", "regex"] = "plain"
    namespaces: frozenset[int] | None = None
    but: bool = False
    kinds: Kind = ALL
    redirects: bool = True

    def __post_init__(self) -> None:
        """Raise re.error for a regular expression that is none."""
        if self.mode == "regex":
            re.compile(self.text)

    def fits_title(self, titles: Texts, namespaces: Numbers, start: int, end: int) -> Mask:
        """Tell of each row from ``start`` to ``end`` on whether title and namespace are wanted.

        May be asked in another thread while rows come.
        """
        mask = np.ones(end - start, np.bool_)
        if self.namespaces is not None:
            mask = np.isin(namespaces[start:end], list(self.namespaces)) != self.but
        if self.text and self.mode != "regex":
            mask &= titles.containing(self.text, start, end)
        if self.text and self.mode != "plain":  # few are left to look at, where it is a word
            part = self.text
            pattern = part if self.mode == "regex" else rf"(?<!\w){re.escape(part)}(?!\w)"
            search = re.compile(pattern, re.IGNORECASE).search
            mask = _each(lambda row: search(titles[row]) is not None, mask, start)
        return mask

    def fits_kinds(self, kinds: Numbers, redirects: Numbers) -> Mask:
        """Tell of rows on whether what they are is wanted.

        ``kinds`` are bits of Kind as they came; a redirect's own link is no link (Kind.REDIRECT
        rules out Kind.LINK).
        """
        mask = np.ones(len(kinds), np.bool_)
        if self.kinds != ALL:
            true_redirect = kinds & int(Kind.REDIRECT) != 0
            held = np.where(true_redirect, kinds & ~np.uint8(Kind.LINK), kinds)
            mask = held & int(self.kinds) != 0
        if not self.redirects:
            mask &= ~redirects.astype(np.bool_)
        return mask


def _each(test: Callable[[int], bool], mask: Mask, start: int) -> Mask:
    """Test the rows of a mask one by one."""
    found = np.zeros(len(mask), np.bool_)
    for at in np.flatnonzero(mask).tolist():
        found[at] = test(start + at)
    return found
