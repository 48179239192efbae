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

IN_DOUBT = int(Origin.NOT_FOUND) + 1
"""Stands for the origin of a row in doubt, whatever is likely, where rows are filtered, counted."""

ORIGIN_GROUPS = {
    "text": int(Origin.TEXT),
    "template": int(Origin.TEMPLATE),
    "both": int(Origin.BOTH),
    "in doubt": IN_DOUBT,
    "not found": int(Origin.NOT_FOUND),
    "unknown": int(Origin.UNKNOWN),
}
"""What rows are filtered and counted by: each row is in one group."""

ALL_ORIGINS = (1 << len(ORIGIN_GROUPS)) - 1
"""A bit ``1 << group`` for each."""


class LinkFacts(NamedTuple):
    """What is told of where a row's link comes from, of the first of several."""

    origin: str = ""  # one of ORIGIN_NAMES; "" where nobody has looked yet
    in_doubt: bool = False  # the wikitext alone suggests it
    templates: tuple[str, ...] = ()  # titles
    occurrences: int = 0  # links in the text of the page
    link_text: str = ""
    section: str = ""  # the heading above it
    context: str = ""  # the sentence around it
    anchor: str = ""  # of the section; "" where it is not known
    at: int = 0  # where the link text begins in the sentence
