# SPDX-License-Identifier: MIT
"""What a row of a listing is."""

import functools
from enum import IntFlag
from typing import NamedTuple, Protocol


class Kind(IntFlag):
    """How a page links; a row carries all that hold, as bits.

    The table keeps eight bits of them (``rows.py``), and 16 and above stand for kinds of redirects
    (``redirectkinds.py: Trait``): a new kind moves those.
    """

    LINK = 1
    REDIRECT = 2
    TRANSCLUSION = 4
    FILE = 8


KIND_NAMES = {kind: str(kind.name).lower() for kind in Kind}
"""The names of kinds, in the order in which they are listed."""


class Row(NamedTuple):
    """One page that links to the explored page, or to a redirect to it.

    ``page_id`` and ``via`` name a row. The same row may arrive more than once while a listing runs,
    each time with the kinds that are known by then: rows that agree in both are one row whose
    ``kinds`` are or-ed (:func:`kind_names` then says what holds), and whose ``section`` is the
    one that is not empty.
    """

    page_id: int
    namespace: int
    title: str  # with its namespace's name in front, as the wiki gives it
    kinds: int  # bits of Kind
    is_redirect: bool  # the page is a redirect, wherever it leads
    section: str  # where a redirect of kind REDIRECT points on its target, or ""
    via: int  # page id of the redirect it came through; 0: it links to the explored page itself
    depth: int  # redirects between it and the explored page: 0 is direct


class Site(Protocol):
    """What files of rows need to know of the wiki."""

    def namespace_name(self, namespace: int, /) -> str:
        """Return the wiki's own name of a namespace; empty for articles."""
        ...

    def article_url(self, title: str, /) -> str:
        """Return the address at which people read a page."""
        ...


class RedirectTarget(NamedTuple):
    """Where a redirect page redirects to; the title is empty where that is not known."""

    title: str
    section: str = ""
    interwiki: str = ""  # the prefix of another wiki, which the title begins with


NO_TARGET = RedirectTarget("")


@functools.cache  # it is called for every row, and flags are slow
def kind_names(kinds: int) -> tuple[str, ...]:
    """Return the names of the kinds that hold, in the order of :data:`KIND_NAMES`.

    A true redirect's own link is what makes it a redirect, so it does not count as a link too
    (MediaWiki keeps that link in ``pagelinks`` like any other).
    """
    if kinds & Kind.REDIRECT:
        kinds &= ~Kind.LINK
    return tuple(name for kind, name in KIND_NAMES.items() if kinds & kind)
