# SPDX-License-Identifier: MIT
"""The pieces of wikitext, with offsets into it."""

from dataclasses import dataclass, field

Span = tuple[int, int]
"""A stretch of plain text, as offsets."""


@dataclass(slots=True)
class Part:
    """What stands between two pipes of a call; ``items`` are in order."""

    start: int
    items: "list[Item]" = field(default_factory=list)
    equals: int = -1  # index in ``items`` of the sign between a name and its value
    pending: int = 0  # where the plain text begins that is not in ``items`` yet
    visual_end: int = -1  # where what is seen ends before a comment, and that comment's end
    comment_end: int = -1

    def flush(self, end: int) -> None:
        """Put the plain text up to ``end`` among the items."""
        if self.pending < end:
            self.items.append((self.pending, end))
            self.pending = end

    def add(self, node: "Node") -> None:
        """Put a node behind the plain text in front of it."""
        self.flush(node.start)
        self.items.append(node)
        self.pending = node.end


@dataclass(slots=True)
class Node:
    """Anything that is not plain text, from ``start`` to ``end``."""

    start: int
    end: int


@dataclass(slots=True)
class Skipped(Node):
    """A comment, or a tag or a stretch that is left out of this reading."""


@dataclass(slots=True)
class Call(Node):
    """``{{name|…}}``, or ``{{{name|default}}}`` where it is a parameter."""

    parts: list[Part]
    is_parameter: bool


@dataclass(slots=True)
class Tag(Node):
    """An extension tag, with the raw text in it; that is None where the tag closes itself."""

    name: str  # in lower case
    attributes: Span
    inner: Span | None


@dataclass(slots=True)
class Heading(Node):
    """A line between equals signs; ``index`` is the section's number in ``&section=``."""

    index: int
    text: Span  # without the signs
    items: "list[Item]"


Item = Span | Node | list["Item"]
"""A list among items is a stretch whose brackets did not match: its items are in its place."""
