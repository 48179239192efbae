# SPDX-License-Identifier: MIT
"""A page that was explored in a tab, and how far its list is."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from wikilinks_gui.mediawiki.address import presentable, presentable_address
from wikilinks_gui.translation import _

if TYPE_CHECKING:  # they bring numpy, which the window's first picture goes without
    from wikilinks_gui.table.filter import Filter
    from wikilinks_gui.table.ordering import Order


class Phase(Enum):
    """What a tab is at."""

    IDLE = auto()  # there is no list
    ASKING = auto()  # the wiki; nothing came yet
    LOADING = auto()  # from the store
    LISTING = auto()
    STOPPING = auto()  # a last reply may be on its way
    UNFINISHED = auto()
    COMPLETE = auto()


def doing(phase: Phase) -> str:
    """Say what a tab is at."""
    return {
        Phase.IDLE: "",
        Phase.ASKING: _("Asking the wiki…"),
        Phase.LOADING: _("Opening…"),
        Phase.LISTING: _("Listing…"),
        Phase.STOPPING: _("Stopping…"),
        Phase.UNFINISHED: _("Incomplete"),
        Phase.COMPLETE: _("Complete"),
    }[phase]


ASKED = {Phase.ASKING, Phase.LISTING, Phase.STOPPING}
"""In these an answer of the wiki is waited for."""

BUSY = {Phase.ASKING, Phase.LOADING, Phase.LISTING, Phase.STOPPING}


@dataclass(frozen=True, slots=True)
class Look:
    """How a list was looked at; rows are named by ``via`` and page id."""

    filter: "Filter"
    order: "Order"
    descending: bool
    opened: frozenset[tuple[int, int]]
    current: tuple[int, int] | None
    scrolled: int  # pixels
    closed: frozenset[tuple[int, int]] = frozenset()  # that the filter would have opened


@dataclass(slots=True)
class Visit:
    """A page that was explored in a tab: what was asked for, and where it is stored."""

    wiki: str  # address to open it by
    text: str  # as typed
    follow: bool = True
    exploration: int = 0  # its id in the store, once there is one
    title: str = ""  # the page's, once it is known
    earlier: int = 0  # the exploration before it was listed anew
    look: Look | None = None  # when it was left

    def __post_init__(self) -> None:
        """Forget what no visit may show or keep: passwords and queries of addresses."""
        self.wiki, self.text = presentable_address(self.wiki), presentable(self.text)
