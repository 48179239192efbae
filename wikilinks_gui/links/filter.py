# SPDX-License-Identifier: MIT
"""Which rows are shown."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from wikilinks_gui.links.columns import Mask, Numbers, Texts
from wikilinks_gui.links.rows import Kind

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

    def passed(
        self, titles: Texts, namespaces: Numbers, kinds: Numbers, redirects: Numbers, start: int
    ) -> Mask:
        """Tell of each row from ``start`` on whether it is shown.

        ``kinds`` are bits of Kind as they came; a redirect's own link is no link (Kind.REDIRECT
        rules out Kind.LINK).
        """
        mask = np.ones(len(titles) - start, np.bool_)
        if self.namespaces is not None:
            mask &= np.isin(namespaces[start:], list(self.namespaces)) != self.but
        if self.kinds != ALL:
            held = kinds[start:]
            true_redirect = held & int(Kind.REDIRECT) != 0
            held = np.where(true_redirect, held & ~np.uint8(Kind.LINK), held)
            mask &= held & int(self.kinds) != 0
        if not self.redirects:
            mask &= ~redirects[start:].astype(np.bool_)
        if self.text:
            mask &= self._with_text(titles, mask, start)
        return mask

    def _with_text(self, titles: Texts, mask: Mask, start: int) -> Mask:
        if self.mode == "plain":
            return titles.containing(self.text, start)
        if self.mode == "word":
            mask = mask & titles.containing(self.text, start)  # few are left to look at
            pattern = rf"(?<!\w){re.escape(self.text)}(?!\w)"
        else:
            pattern = self.text
        search = re.compile(pattern, re.IGNORECASE).search
        return _each(lambda row: search(titles[row]) is not None, mask, start)


def _each(test: Callable[[int], bool], mask: Mask, start: int) -> Mask:
    """Test the rows of a mask one by one."""
    found = np.zeros(len(mask), np.bool_)
    for at in np.flatnonzero(mask).tolist():
        found[at] = test(start + at)
    return found
