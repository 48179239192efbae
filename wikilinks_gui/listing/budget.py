# SPDX-License-Identifier: MIT
"""How many requests it takes to check where links come from: told beforehand, and kept to."""

from wikilinks_gui.listing.request import titles_per_request
from wikilinks_gui.mediawiki.siteinfo import SiteInfo

_FREE, _BATCHES = 2, 10
"""Requests beside those for pages: so many, and one more for each ten of these.

On a large wiki pages call thousands of templates; few of them bring a link that no row tells of.
"""


def requests_needed(site: SiteInfo, pages: int, templates: int) -> int:
    """Return how many requests checking some pages takes at most, those in doubt apart.

    ``templates`` are in the list, as rows: their texts are read first, and each page is asked which
    of them it uses. A reply that the wiki sends in parts takes more.
    """
    size = titles_per_request(site)
    of_templates, batches = -(-templates // size), -(-pages // size)
    first = of_templates + site.converts
    return first + batches * max(1, of_templates) + _beside(pages, batches)


def requests_for_doubts(site: SiteInfo, pages: int) -> int:
    """Return how many requests pages in doubt take at most, once they were read.

    Where a wiki converts between scripts, a rendering may name the page in another one.
    """
    return pages * (1 + site.converts)


def _beside(pages: int, batches: int) -> int:
    return min(pages, _FREE + batches // _BATCHES)


class Budget:
    """The requests that a check may make beside those for its pages: no more than were told.

    They are for what shows only once texts are read: templates that are no rows, doubtful
    spellings, texts that were edited since they were stored.
    """

    def __init__(self, pages: int) -> None:
        self._pages = pages
        self._batches = 0  # of pages, that were asked for
        self._spent = 0

    def add_batch(self) -> None:
        """Count a request for pages."""
        self._batches += 1

    @property
    def left(self) -> int:
        """How many requests may be made now."""
        return _beside(self._pages, self._batches) - self._spent

    def take(self, *, leave: int = 0) -> bool:
        """Spend a request if more than ``leave`` are left, and return whether there were."""
        is_left = self.left > leave
        self._spent += is_left
        return is_left
