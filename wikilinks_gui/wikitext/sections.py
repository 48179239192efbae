# SPDX-License-Identifier: MIT
"""The sections of a page, as MediaWiki numbers and names them."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from wikilinks_gui.wikitext.nodes import Heading, Item
from wikilinks_gui.wikitext.plain import ELLIPSIS, plain
from wikilinks_gui.wikitext.preprocessor import preprocess
from wikilinks_gui.wikitext.rules import WikitextRules


class Section(NamedTuple):
    """A section that can be edited on its own, or what stands above the first one."""

    start: int = 0  # offset of its heading
    number: int = 0  # as in ``&section=``
    heading: str = ""  # as it reads; what only a template shows, as wikitext
    anchor: str = ""  # as in ``#anchor``; what templates add to a heading is not known


def sections(text: str, rules: WikitextRules) -> list[Section]:
    """Return the sections of a page, in order, the lead first.

    Headings in a call are part of the section around it (``Parser::extractSections``), but count.
    """
    found = [Section()]
    taken: dict[str, int] = {}  # anchors, and the number that was last added to each
    for heading in _headings(preprocess(text, rules.extension_tags)):
        source = text[slice(*heading.text)].strip()
        words = plain(source).strip()
        name = anchor = "_".join(words.replace("_", " ").split())
        number = taken.get(_folded(name), 0)
        while name and _folded(anchor) in taken:  # Parser::finalizeHeadings
            number = max(number + 1, 2)
            anchor = f"{name}_{number}"
        taken[_folded(name)] = number
        taken.setdefault(_folded(anchor), 0)
        found.append(Section(heading.start, heading.index, words or source or ELLIPSIS, anchor))
    return found


def section_at(found: Sequence[Section], offset: int) -> Section:
    """Return the section of a page that an offset in its text is in."""
    return found[bisect_right(found, offset, key=lambda each: each.start) - 1]


def _headings(items: Sequence[Item]) -> Iterator[Heading]:
    todo = [iter(items)]
    while todo:
        for item in todo[-1]:
            if type(item) is Heading:
                yield item
            elif type(item) is list:
                todo.append(iter(item))
                break
        else:
            todo.pop()


def _folded(anchor: str) -> str:
    return anchor.encode(errors="replace").lower().decode()  # ASCII alone, as PHP does
