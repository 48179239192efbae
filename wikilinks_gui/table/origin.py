# SPDX-License-Identifier: MIT
"""Where the link of a row comes from."""

from enum import IntFlag
from typing import NamedTuple


class Origin(IntFlag):
    """Where a page's link comes from, as bits; 0 where nobody has looked yet."""

    UNKNOWN = 0
    TEXT = 1
    TEMPLATE = 2
    BOTH = 3
    NOT_FOUND = 4


ORIGIN_NAMES = {
    Origin.TEXT: "text",
    Origin.TEMPLATE: "template",
    Origin.BOTH: "both",
    Origin.NOT_FOUND: "not found",
}
"""The names of origins, in the order in which they are listed."""

ORIGIN_GROUPS = {
    "text": 1 << Origin.TEXT | 1 << Origin.BOTH,
    "template": 1 << Origin.TEMPLATE,
    "not found": 1 << Origin.NOT_FOUND,
    "unknown": 1 << Origin.UNKNOWN,
}
"""The origins that are filtered and counted as one, as bits ``1 << origin``: each is in one."""

ALL_ORIGINS = sum(ORIGIN_GROUPS.values())


class LinkFacts(NamedTuple):
    """What is told of where a row's link comes from, of the first of several."""

    origin: str = ""  # one of ORIGIN_NAMES; "" where nobody has looked yet
    in_doubt: bool = False  # the wikitext alone suggests it
    templates: tuple[str, ...] = ()  # titles
    occurrences: int = 0  # links in the text of the page
    link_text: str = ""
    section: str = ""  # the heading above it
    context: str = ""  # the sentence around it
