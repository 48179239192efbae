# SPDX-License-Identifier: MIT
"""A page that was explored in a tab, and how far its list is."""

from dataclasses import dataclass
from enum import Enum, auto


class Phase(Enum):
    """What a tab is at."""

    IDLE = auto()  # there is no list
    ASKING = auto()  # the wiki; nothing came yet
    LOADING = auto()  # from the store
    LISTING = auto()
    STOPPING = auto()  # a last reply may be on its way
    UNFINISHED = auto()
    COMPLETE = auto()


BUSY = {Phase.ASKING, Phase.LOADING, Phase.LISTING, Phase.STOPPING}


@dataclass(slots=True)
class Visit:
    """A page that was explored in a tab: what was asked for, and where it is stored."""

    wiki: str  # address to open it by
    text: str  # as typed
    follow: bool = True
    exploration: int = 0  # its id in the store, once there is one
    title: str = ""  # the page's, once it is known
    earlier: int = 0  # the exploration before it was listed anew
