# SPDX-License-Identifier: MIT
"""What is special about a redirect page, as its place in the list shows."""

from enum import IntFlag

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

TRAIT_NAMES = {trait: str(trait.name).lower() for trait in Trait}
"""The names of traits, in the order in which they are listed."""

PROBLEMS = Trait.DOUBLE | Trait.LOOP | Trait.BROKEN
"""Traits that an editor has to fix, as MediaWiki does not follow such redirects to their end."""


def traits_of(row: Row) -> Trait:
    """Return what a row alone tells of a redirect page."""
    if not row.kinds & Kind.REDIRECT:
        return Trait.ELSEWHERE if row.is_redirect else NO_TRAITS
    return (Trait.SECTION if row.section else NO_TRAITS) | (
        Trait.DOUBLE if row.depth else NO_TRAITS
    )
