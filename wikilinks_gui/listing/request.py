# SPDX-License-Identifier: MIT
"""What is asked of a listing, and what it gives."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar, get_args

from wikilinks_gui.errors import ContinuationError, ListDamagedError
from wikilinks_gui.mediawiki.continuation import Continuation
from wikilinks_gui.mediawiki.titles import Resolution
from wikilinks_gui.table.row import Kind, RedirectTarget, Row
from wikilinks_gui.translation import _

Method = Literal["linkshere", "backlinks"]
METHODS: tuple[Method, ...] = get_args(Method)

RedirectFilter = Literal["all", "redirects", "nonredirects"]
REDIRECT_FILTERS: tuple[RedirectFilter, ...] = get_args(RedirectFilter)

ALL_KINDS = Kind.LINK | Kind.TRANSCLUSION | Kind.FILE
"""What can be asked for; redirects always come, as links come through them."""

MOST_DEPTH = 100
"""Redirects one behind the other; MediaWiki itself follows few, and editors mend longer chains."""

MOST_REDIRECTS = 100_000
"""Redirects to one page, through others or not."""

TITLES_PER_REQUEST = 50
"""Titles or page ids that an account without ``apihighlimits`` may name in a request."""

State = dict[str, Any]
"""Where a listing stands; JSON-able, and opaque to all but its method."""


@dataclass(frozen=True, slots=True)
class BacklinksFilter:
    """What ``list=backlinks`` can leave out or turn round by itself (API:Backlinks)."""

    namespaces: tuple[int, ...] = ()  # blnamespace; none: all
    redirects: RedirectFilter = "all"  # blfilterredir
    descending: bool = False  # bldir


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
    filter: BacklinksFilter = BacklinksFilter()

    def __post_init__(self) -> None:
        """Refuse filters that would lose links.

        ``blnamespace`` drops a redirect of another namespace with all that comes through it, and
        ``blfilterredir`` means another thing on each level.
        """
        leaves_out = self.filter.namespaces or self.filter.redirects != "all"
        if leaves_out and self.reaches(1):
            raise ValueError("a filter in the request loses links through redirects: use depth 0")
        if self.filter != BacklinksFilter() and self.method != "backlinks":
            raise ValueError("only the method backlinks filters in the request")

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


def check_redirects(count: int, depth: int) -> None:
    """Raise ContinuationError for more redirects, or a longer chain of them, than any wiki has."""
    if depth > MOST_DEPTH or count > MOST_REDIRECTS:
        raise ContinuationError(
            _("The wiki sends redirects to redirects without end. The list cannot be completed.")
        )


Standing = TypeVar("Standing")
Stored = TypeVar("Stored")


def restore(read: Callable[[State], Standing], state: State) -> Standing:
    """Take up a stored state. Raises ListDamagedError when it is not what was stored."""
    try:
        return read(state)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise ListDamagedError(
            _(
                "The stored list is damaged: it cannot be opened or resumed. Reload the page to"
                " fetch it again."
            )
        ) from error


def stored(value: object, kind: type[Stored]) -> Stored:
    """Return a value of a stored state. Raises TypeError when it is of another type."""
    if type(value) is not kind:
        raise TypeError(f"{kind.__name__} expected")
    return value


def stored_continuation(value: object) -> Continuation | None:
    """Return a continuation of a stored state. Raises TypeError for anything else."""
    if value is None:
        return None
    if not isinstance(value, dict):
        raise TypeError("continuation expected")
    return {
        stored(name, str): None if sent is None else stored(sent, str)
        for name, sent in value.items()
    }
