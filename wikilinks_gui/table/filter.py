# SPDX-License-Identifier: MIT
"""Which rows are shown."""

import functools
import re
import threading
import time
import unicodedata
import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from wikilinks_gui.errors import CancelledError
from wikilinks_gui.table.columns import Mask, Numbers
from wikilinks_gui.table.origin import ALL_ORIGINS, ORIGIN_GROUPS
from wikilinks_gui.table.redirectkinds import NO_TRAITS, PROBLEMS, Trait
from wikilinks_gui.table.row import KIND_NAMES, Kind
from wikilinks_gui.table.texts import Texts, fold

if TYPE_CHECKING:
    import regex

SLOW = 0.1
"""Seconds that a regular expression may take for a title; most take a microsecond."""

BUDGET = 0.05
"""Seconds that a filter may spend on all rows that arrive at once."""

ALL = Kind.LINK | Kind.REDIRECT | Kind.TRANSCLUSION | Kind.FILE


@dataclass(frozen=True, slots=True)
class Filter:
    """What a row must have to be shown; the default shows all.

    ``text`` is searched for in titles without regard to case: anywhere, as a whole word, or as a
    regular expression. Unless it is an expression, an underscore in it stands for a blank, as it
    does in addresses: titles have none. ``namespaces`` are shown, or with ``but`` all others; None:
    all. A row is shown that has one of the ``kinds`` or of the ``traits``. ``redirects`` False
    hides the redirects to the page, while what comes through them stays, as do redirect pages that
    only link to it. ``checked`` hides pages with a check mark, or shows only these. ``pages`` are
    the ids of the only pages that are shown; None: all. ``origins`` has a bit ``1 << group`` for
    each of ORIGIN_GROUPS that is shown; of ``templates``, one at least must have to do with the
    row.

    A regular expression may take forever. When it is typed, the titles that are there are searched
    in a thread, and it is refused (TimeoutError) if one of them takes longer than SLOW. Once it is
    in force, rows are searched as they arrive, for BUDGET and no longer: a title that is not
    decided by then is shown, and counted, if its namespace and kinds are wanted.
    """

    text: str = ""
    mode: Literal["plain", "word", "regex"] = "plain"
    namespaces: frozenset[int] | None = None
    but: bool = False
    kinds: Kind = ALL
    traits: Trait = NO_TRAITS
    redirects: bool = True
    checked: Literal["all", "hide", "only"] = "all"
    pages: frozenset[int] | None = None
    origins: int = ALL_ORIGINS
    templates: frozenset[str] | None = None

    def __post_init__(self) -> None:
        """Raise re.error for an invalid regular expression.

        What decides nothing is as in a filter that shows all: the two are equal.
        """
        if not self.text:
            object.__setattr__(self, "mode", "plain")
        if self.namespaces is None:
            object.__setattr__(self, "but", False)
        if self.kinds == ALL:
            object.__setattr__(self, "traits", NO_TRAITS)
        object.__setattr__(self, "origins", self.origins & ALL_ORIGINS)
        if self.mode == "regex":
            _compiled(self.text)

    def fits_title(
        self,
        titles: Texts,
        namespaces: Numbers,
        start: int,
        end: int,
        stop: threading.Event | None = None,
        budget: float | None = None,
    ) -> Mask:
        """Return, for each row from ``start`` to ``end``, whether title and namespace fit.

        May be asked in another thread while rows arrive. Raises TimeoutError for an expression that
        takes forever, unless there is a ``budget`` of seconds, and CancelledError when ``stop``
        is set.
        """
        mask = np.ones(end - start, np.bool_)
        if self.namespaces is not None:
            mask = np.isin(namespaces[start:end], list(self.namespaces)) != self.but
        if not self.text:
            return mask
        # As all titles are; text copied elsewhere may have letters and accents apart.
        text = unicodedata.normalize("NFC", self.text)
        if self.mode == "regex":
            return _found(_compiled(text), titles.__getitem__, mask, start, stop, budget)
        part = text.replace("_", " ")
        mask &= titles.containing(part, start, end)
        if self.mode == "word":  # few are left to look at
            pattern = _compiled(rf"(?<!\w){re.escape(fold(part))}(?!\w)")
            mask = _found(
                pattern, lambda row: titles.folded(row).decode(), mask, start, stop, budget
            )
        return mask

    @property
    def asks_for_origins(self) -> bool:
        """Return whether it depends on where links come from."""
        return self.origins != ALL_ORIGINS or self.templates is not None

    def fits_facets(self, facets: Numbers) -> Mask:
        """Return for each row whether what it is (:func:`facets_of`) is wanted."""
        mask = np.ones(len(facets), np.bool_)
        if self.kinds != ALL:
            mask = facets & np.uint16(int(self.kinds) | int(self.traits)) != 0
        if not self.redirects:
            mask &= facets & np.uint16(Kind.REDIRECT) == 0
        return mask


def kinds_of(wanted: Filter) -> set[str]:
    """Return the names of the kinds that a filter goes by, and "problems" where it shows these."""
    if wanted.kinds == ALL:
        return set()
    names = {name for kind, name in KIND_NAMES.items() if kind & wanted.kinds}
    return names | ({"problems"} if wanted.traits & PROBLEMS == PROBLEMS else set())


def with_kind(wanted: Filter, name: str, on: bool) -> Filter:
    """Return a filter that shows a kind as well, or no longer, by its name (:func:`kinds_of`).

    Where none is left, all are shown.
    """
    kinds = Kind(0) if wanted.kinds == ALL else wanted.kinds
    traits = NO_TRAITS if wanted.kinds == ALL else wanted.traits
    if name == "problems":
        traits = traits | PROBLEMS if on else traits & ~PROBLEMS
    else:
        kind = next(kind for kind, its_name in KIND_NAMES.items() if its_name == name)
        kinds = kinds | kind if on else kinds & ~kind
    if not kinds and not traits:
        kinds = ALL
    return replace(wanted, kinds=kinds, traits=traits)


def with_namespace(wanted: Filter, namespace: int, on: bool) -> Filter:
    """Return a filter that shows a namespace as well, or no longer; all where none is left."""
    known = frozenset() if wanted.but or wanted.namespaces is None else wanted.namespaces
    namespaces = known | {namespace} if on else known - {namespace}
    return replace(wanted, namespaces=namespaces or None, but=False)


def origins_of(wanted: Filter) -> set[str]:
    """Return the names (``ORIGIN_GROUPS``) of the origins that a filter goes by.

    None are where it shows all, or all but one.
    """
    names = {name for name, group in ORIGIN_GROUPS.items() if wanted.origins >> group & 1}
    return names if len(names) < len(ORIGIN_GROUPS) - 1 else set()


def with_origin(wanted: Filter, name: str, on: bool) -> Filter:
    """Return a filter that shows an origin as well, or no longer; all where none is left."""
    known = wanted.origins if origins_of(wanted) else 0
    bit = 1 << ORIGIN_GROUPS[name]
    return replace(wanted, origins=(known | bit if on else known & ~bit) or ALL_ORIGINS)


def with_template(wanted: Filter, title: str, on: bool) -> Filter:
    """Return a filter that shows what a template brings as well, or no longer; else all."""
    known = wanted.templates or frozenset()
    return replace(wanted, templates=(known | {title} if on else known - {title}) or None)


@functools.lru_cache(maxsize=8)
def _compiled(pattern: str) -> "regex.Pattern[str]":
    """Make a regular expression of a pattern, blind to case. Raises re.error.

    ``re`` says best what is wrong with one. But it has no limit, and keeps all other threads from
    running: ``(a+)+$`` would stop the program. So ``regex`` does the searching.
    """
    import regex  # slow to load, and few filters are expressions

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # odd patterns are allowed
        re.compile(pattern)
        try:
            return regex.compile(pattern, regex.IGNORECASE)
        except regex.error as error:
            raise re.error(str(error)) from error


def _found(
    pattern: "regex.Pattern[str]",
    title: Callable[[int], str],
    mask: Mask,
    start: int,
    stop: threading.Event | None,
    budget: float | None,
) -> Mask:
    """Search the titles of a mask one by one; those that no time is left for are found."""
    found = np.zeros(len(mask), np.bool_)
    wanted = np.flatnonzero(mask)
    # Of this thread alone: what other programs do decides nothing.
    end = time.thread_time() + budget if budget is not None else 0.0
    for count, at in enumerate(wanted.tolist()):
        if stop is not None and stop.is_set():
            raise CancelledError
        left = SLOW if budget is None else min(SLOW, end - time.thread_time())
        if left <= 0:
            found[wanted[count:]] = True
            break
        try:
            hit = pattern.search(title(start + at), timeout=left, concurrent=True)
        except TimeoutError:
            if budget is None:
                raise
            found[at] = True
        else:
            found[at] = hit is not None
    return found
