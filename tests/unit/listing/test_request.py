# SPDX-License-Identifier: MIT
"""What may be asked of a listing."""

import pytest

from wikilinks_gui.listing.request import ListingRequest
from wikilinks_gui.table.row import Kind, kind_names


def test_redirects_come_by_themselves_and_cannot_be_asked_for() -> None:
    with pytest.raises(ValueError, match="kind"):
        ListingRequest("A", kinds=Kind.LINK | Kind.REDIRECT)


def test_the_link_of_a_redirect_is_what_makes_it_one() -> None:
    assert kind_names(Kind.LINK | Kind.TRANSCLUSION) == ("link", "transclusion")
    assert kind_names(Kind.LINK | Kind.REDIRECT | Kind.FILE) == ("redirect", "file")
    assert kind_names(int(Kind.LINK)) == ("link",)
