# SPDX-License-Identifier: MIT
"""What may be asked of a listing."""

import pytest

from wikilinks_gui.listing.request import BacklinksFilter, ListingRequest
from wikilinks_gui.table.row import Kind, kind_names


@pytest.mark.parametrize(
    "filter",
    [BacklinksFilter(namespaces=(0,)), BacklinksFilter(redirects="nonredirects")],
)
def test_filters_that_would_lose_links_through_redirects_are_refused(
    filter: BacklinksFilter,  # noqa: A002
) -> None:
    with pytest.raises(ValueError, match="loses links"):
        ListingRequest("A", method="backlinks", filter=filter)
    assert ListingRequest("A", method="backlinks", filter=filter, depth=0).filter == filter


def test_only_backlinks_filters_in_the_request() -> None:
    with pytest.raises(ValueError, match="backlinks"):
        ListingRequest("A", depth=0, filter=BacklinksFilter(namespaces=(0,)))


def test_the_link_of_a_redirect_is_what_makes_it_one() -> None:
    assert kind_names(Kind.LINK | Kind.TRANSCLUSION) == ("link", "transclusion")
    assert kind_names(Kind.LINK | Kind.REDIRECT | Kind.FILE) == ("redirect", "file")
    assert kind_names(int(Kind.LINK)) == ("link",)
