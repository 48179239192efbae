# SPDX-License-Identifier: MIT
"""What is left of a stretch of wikitext for the parser of links, with the way back to its source.

Templates and parameters are one character each, as are extension tags; comments are gone.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from wikilinks_gui.wikitext.nodes import Call, Heading, Item, Node, Tag
from wikilinks_gui.wikitext.titles import UNKNOWN

MARK = "\x7f"
"""Stands for an extension tag, as MediaWiki's own marker: no title can hold it."""

Inline = Callable[[Call], "str | Sequence[Item] | None"]
"""Returns what always stands in the place of a call, None where that is not known."""


@dataclass(slots=True)
class View:
    """A text, and where each piece of it comes from."""

    text: str
    starts: list[int]  # of the pieces, in ``text``
    sources: list[tuple[int, int]]  # of the pieces
    nodes: list[Node] = field(default_factory=list)  # calls and tags in it, in order

    def source_start(self, at: int) -> int:
        """Return where the character at ``at`` begins in the source."""
        index = bisect_right(self.starts, at) - 1
        start, end = self.sources[index]
        return min(start + at - self.starts[index], end)

    def source_end(self, at: int) -> int:
        """Return where the character before ``at`` ends in the source."""
        index = bisect_right(self.starts, at - 1) - 1
        start, end = self.sources[index]
        length = self._length(index)
        return start + at - self.starts[index] if length == end - start else end

    def _length(self, index: int) -> int:
        after = self.starts[index + 1] if index + 1 < len(self.starts) else len(self.text)
        return after - self.starts[index]


def view_of(items: Sequence[Item], text: str, base: int, inline: Inline) -> View:
    """Return the view of items that were read from ``text``, which begins at ``base``."""
    pieces: list[str] = []
    starts: list[int] = []
    sources: list[tuple[int, int]] = []
    view = View("", starts, sources)
    at = 0
    todo = [iter(items)]
    while todo:
        for item in todo[-1]:
            if type(item) is tuple:
                start, end = item
                piece = text[start:end]
            elif type(item) is list:
                todo.append(iter(item))
                break
            elif type(item) is Heading:
                todo.append(iter(item.items))
                break
            elif type(item) is Call:
                start, end = item.start, item.end
                known = inline(item)
                if known is None:
                    piece = UNKNOWN
                    view.nodes.append(item)
                elif isinstance(known, str):
                    piece = known
                else:
                    todo.append(iter(known))
                    break
            elif type(item) is Tag:
                start, end, piece = item.start, item.end, MARK
                view.nodes.append(item)
            else:
                continue
            pieces.append(piece)
            starts.append(at)
            sources.append((base + start, base + end))
            at += len(piece)
        else:
            todo.pop()
    if not starts:
        starts.append(0)
        sources.append((base, base))
    view.text = "".join(pieces)
    return view
