# SPDX-License-Identifier: MIT
"""The entries of a reply: as rows, and as the pages that were asked about."""

from collections.abc import Mapping
from typing import NamedTuple

from wikilinks_gui.mediawiki.apiobject import ApiObject
from wikilinks_gui.mediawiki.reply import Reply
from wikilinks_gui.table.row import Kind, Row

_REDIRECT = int(Kind.REDIRECT)  # flags are slow


class AskedPage(NamedTuple):
    """A page that is queried by its id, as far as it is known."""

    namespace: int
    title: str  # "": not known


def asked_page(page: ApiObject) -> AskedPage:
    """Read a page that exists as one to be asked about."""
    namespace = page.namespace()
    return AskedPage(namespace, page.title(namespace=namespace))


def page_by_title(reply: Reply, title: str) -> ApiObject:
    """Read the one page that was asked about by its title.

    Every reply names the pages that were asked about, also one without rows that is to be continued
    (``ApiQuery::outputGeneralPageInfo``).
    """
    query = ApiObject(reply).object("query")
    pages = query.objects("pages")
    if len(pages) != 1:
        raise query.invalid("pages")
    if pages[0].title() != title:
        raise pages[0].invalid("title")
    return pages[0]


def pages_by_id(reply: Reply, asked: Mapping[int, AskedPage]) -> dict[int, ApiObject]:
    """Read the pages that were asked about by their ids: all, and no other.

    A page that was deleted meanwhile is ``missing``; it may also have been renamed, but not to the
    title of another one.
    """
    query = ApiObject(reply).object("query")
    others = {page: page_id for page_id, page in asked.items() if page.title}
    pages: dict[int, ApiObject] = {}
    for page in query.objects("pages"):
        page_id = page.page_id()
        if page_id not in asked or page_id in pages:
            raise page.invalid("pageid")
        if not page.flag("missing") and others.get(asked_page(page), page_id) != page_id:
            raise page.invalid("title")
        pages[page_id] = page
    if len(pages) != len(asked):
        raise query.invalid("pages")
    return pages


def read_row(entry: ApiObject, kind: Kind, *, via: int, depth: int) -> Row:
    """Make a row of the API's entry for a page. Raises NotAnApiReplyError."""
    kinds, namespace = int(kind), entry.namespace()
    return Row(  # by position: it is called for every row, and names take as long as the rest
        entry.page_id(),
        namespace,
        entry.title(namespace=namespace),
        kinds,
        entry.flag("redirect") or kinds == _REDIRECT,
        entry.section("fragment"),
        via,
        depth,
    )
