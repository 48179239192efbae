# SPDX-License-Identifier: MIT
"""Where the link of a row comes from."""

from enum import IntFlag


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
