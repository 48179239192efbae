# SPDX-License-Identifier: MIT
"""What is asked of a listing, and what it gives."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.mediawiki.titles import Resolution
from wikilinks_gui.table.row import Kind, RedirectTarget, Row

Method = Literal["linkshere", "backlinks"]
METHODS: tuple[Method, ...] = get_args(Method)

ALL_KINDS = Kind.LINK | Kind.TRANSCLUSION | Kind.FILE
"""The kinds that can be requested; redirects are always listed, as links go through them."""

TITLES_PER_REQUEST = 50
"""Titles or page ids that a request may name."""

TITLES_PER_REQUEST_HIGH = 500
"""The same of an account with the right ``apihighlimits``."""

State = dict[str, Any]
"""The state of a listing, ready for JSON and opaque to all but its method."""


@dataclass(frozen=True, slots=True)
class ListingRequest:
    """What to list: the links to ``title``, of some kinds, through at most ``depth`` redirects.

    ``follow``: a redirect is followed and its target listed; else the redirect itself is. ``depth``
    0 is direct links only, None any number of redirects (``backlinks`` knows but one).
    """

    title: str
    method: Method = "linkshere"
    follow: bool = True
    kinds: Kind = ALL_KINDS
    depth: int | None = None

    def __post_init__(self) -> None:
        """Refuse kinds that cannot be asked for."""
        if self.kinds & ~ALL_KINDS:
            raise ValueError("a kind that cannot be asked for")

    def reaches(self, depth: int) -> bool:
        """Return whether rows of a depth are wanted."""
        return self.depth is None or depth <= self.depth


@dataclass(frozen=True, slots=True)
class ListingBatch:
    """One page of a listing: its rows, and where the listing stands after them."""

    rows: list[Row]
    state: State | None  # None: the listing is complete
    resolution: Resolution | None = None  # with the first page of a listing that was not resumed
    redirect_targets: Mapping[int, RedirectTarget] = field(default_factory=dict)  # where known


def titles_per_request(site: SiteInfo) -> int:
    """Return how many titles or page ids a request may name on a wiki."""
    return TITLES_PER_REQUEST_HIGH if site.high_limits else TITLES_PER_REQUEST
