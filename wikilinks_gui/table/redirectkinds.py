# SPDX-License-Identifier: MIT
"""What is special about a redirect page, as its place in the list shows."""

from enum import IntFlag

import numpy as np

from wikilinks_gui.table.columns import Mask, Numbers
from wikilinks_gui.table.row import Kind, Row


class Trait(IntFlag):
    """What is special about a redirect page; the bits are none of those of :class:`Kind`."""

    SECTION = 16  # it leads to a section
    DOUBLE = 32  # to a redirect, which MediaWiki does not follow further
    LOOP = 64  # to itself, at once or by way of others
    BROKEN = 128  # to a page that does not exist
    ELSEWHERE = 256  # to another page; it links to the explored one beside that


NO_TRAITS = Trait(0)
TRAITS = sum(map(int, Trait))  # all bits

TRAIT_NAMES = {
    Trait.SECTION: "section",
    Trait.DOUBLE: "double",
    Trait.LOOP: "loop",
    Trait.BROKEN: "broken",
    Trait.ELSEWHERE: "elsewhere",
}
"""The names of traits, in the order in which they are listed."""

PROBLEMS = Trait.DOUBLE | Trait.LOOP | Trait.BROKEN
"""Traits that an editor has to fix, as MediaWiki does not follow such redirects to their end."""

_REDIRECT, _FACETS = int(Kind.REDIRECT), np.uint16


def facets_of(
    kinds: Numbers,
    redirects: Mask,
    depths: Numbers,
    sections: Mask,
    loops: Mask,
    *,
    of_redirect: bool,
    of_missing: bool,
) -> Numbers:
    """Return the bits of :class:`Kind` and of :class:`Trait` of rows, as uint16.

    ``sections`` says which point to one, ``loops`` which are part of a loop. The explored page may
    be a redirect itself, or a page that does not exist (``of_redirect``, ``of_missing``).
    """
    leads_here = kinds & _REDIRECT != 0
    is_direct = depths == 0
    # A redirect's own link is what makes it one.
    facets: Numbers = kinds.astype(_FACETS) & ~(leads_here * _FACETS(Kind.LINK))
    for trait, holds in (
        (Trait.SECTION, leads_here & sections),
        (Trait.DOUBLE, leads_here & ~loops & (~is_direct | of_redirect)),
        (Trait.LOOP, leads_here & loops),
        (Trait.BROKEN, leads_here & is_direct & of_missing),
        (Trait.ELSEWHERE, redirects & ~leads_here),
    ):
        facets |= holds * _FACETS(trait)
    return facets


def traits_of(row: Row) -> Trait:
    """Return what a row alone tells of a redirect page."""
    if not row.kinds & Kind.REDIRECT:
        return Trait.ELSEWHERE if row.is_redirect else NO_TRAITS
    return (Trait.SECTION if row.section else NO_TRAITS) | (
        Trait.DOUBLE if row.depth else NO_TRAITS
    )
