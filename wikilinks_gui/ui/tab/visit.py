# SPDX-License-Identifier: MIT
"""The pages that were visited in a tab, one after the other, and how far a list of one is."""

from dataclasses import dataclass
from enum import Enum, auto

from wikilinks_gui.mediawiki.address import presentable, presentable_address
from wikilinks_gui.translation import _
from wikilinks_gui.ui.tab.viewstate import ViewState


class Phase(Enum):
    """How far the list of a tab is."""

    IDLE = auto()  # there is no list
    ASKING = auto()  # the wiki, which has not sent anything yet
    LOADING = auto()  # from the store
    LISTING = auto()
    STOPPING = auto()  # a last reply may be on its way
    UNFINISHED = auto()
    COMPLETE = auto()

    @property
    def text(self) -> str:
        """What the status line says of it."""
        return {
            Phase.IDLE: "",
            Phase.ASKING: _("Asking the wiki…"),
            Phase.LOADING: _("Opening…"),
            Phase.LISTING: _("Listing…"),
            Phase.STOPPING: _("Stopping…"),
            Phase.UNFINISHED: _("Incomplete"),
            Phase.COMPLETE: _("Complete"),
        }[self]


ASKED = {Phase.ASKING, Phase.LISTING, Phase.STOPPING}
"""The phases in which an answer of the wiki is awaited."""

BUSY = {*ASKED, Phase.LOADING}
"""The phases in which there is something to stop."""


@dataclass(slots=True)
class Visit:
    """A page that was explored in a tab: what was asked for, and where its list is stored."""

    wiki: str  # address to open it by
    text: str  # as typed
    follow: bool = True  # a redirect to its target
    exploration: int = 0  # its id in the store, once there is one
    title: str = ""  # the page's, once it is known
    earlier: int = 0  # the exploration before the page was reloaded
    view: ViewState | None = None  # when the list was left

    def __post_init__(self) -> None:
        """Forget what no visit may show or store: passwords and queries of addresses."""
        self.wiki, self.text = presentable_address(self.wiki), presentable(self.text)

    @property
    def name(self) -> str:
        """The title, or what was typed while that is not known."""
        return self.title or self.text


class VisitHistory:
    """What was visited in a tab, with a way back and forward, as in a browser."""

    def __init__(self) -> None:
        self.visits: list[Visit] = []
        self._at = -1

    @property
    def current(self) -> Visit | None:
        """The visit that is shown."""
        return self.visits[self._at] if self.visits else None

    def add(self, visit: Visit) -> None:
        """Go to another page; what was ahead of the current one is forgotten."""
        self.visits[self._at + 1 :] = [visit]
        self._at += 1

    def can_step(self, steps: int) -> bool:
        """Return whether there is a visit some steps back (-1) or forward (1)."""
        return 0 <= self._at + steps < len(self.visits)

    def step(self, steps: int) -> None:
        """Go back or forward, where :meth:`can_step`."""
        self._at += steps
