# SPDX-License-Identifier: MIT
"""What can be done with the selected rows of a tab, beside exploring them."""

import itertools
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from shiboken6 import isValid

from wikilinks_gui import words
from wikilinks_gui.errors import ExportError
from wikilinks_gui.export.wikitext import link_to
from wikilinks_gui.mediawiki.address import WebAddress
from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.table.row import Row
from wikilinks_gui.tasks import in_thread, start
from wikilinks_gui.translation import _, ngettext
from wikilinks_gui.ui.widgets.browser import open_in_browser

if TYPE_CHECKING:  # the window's first picture goes without
    from wikilinks_gui.listing.linkcontexts import LinkContext
    from wikilinks_gui.ui.context.sentences import Passage
    from wikilinks_gui.ui.tab.tab import Tab

AT_ONCE = 20
"""Pages that are opened in the browser at once; more is an accident."""

MANY = 20_000
"""Rows that are copied at once (0.1 s); more are copied in a thread, so the window responds."""

FILE, CATEGORY = 6, 14


def copy_rows(tab: "Tab") -> None:
    """Copy the selected rows as lines of cells with tabs between, in the columns that are shown."""
    from wikilinks_gui.ui.tree.copying import as_tsv
    from wikilinks_gui.ui.tree.header import Header

    model, header = tab.model, tab.tree.horizontalHeader()
    nodes = tab.tree.meant_nodes().tolist()
    if model is not None and isinstance(header, Header):
        columns = header.shown()
        _copy(tab, len(nodes), lambda: as_tsv(model, nodes, columns))


def copy_titles(tab: "Tab") -> None:
    """Copy the titles of the selected rows, a line each."""
    _copy_lines(tab, lambda row: row.title)


def copy_links(tab: "Tab") -> None:
    """Copy wikitext links to the selected rows, a line each."""
    _copy_lines(tab, wikitext_link)


def copy_link_text(tab: "Tab") -> None:
    """Copy the link that is current in the panel as it reads, to find it on the page."""
    sentences = tab.context.sentences
    sentences.copy_label()
    if sentences.current() is None:
        tab.notice.show_notice(_("No text is known in which the link of this row stands."))


def copy_addresses(tab: "Tab") -> None:
    """Copy the addresses of the selected rows, a line each."""
    if tab.model is not None:
        address = tab.model.site.article_url
        _copy_lines(tab, lambda row: address(row.title))


def wikitext_link(row: Row) -> str:
    """Write a link to be put into the text of a page. Raises ExportError as ``link_to`` does.

    A colon stands in it where a link would do something else: show a file, put the page into a
    category, or lead to a subpage of the page that it is put into. An export has it everywhere, as
    a list of all links should look uniform; within a text it would be in the way.
    """
    colon = row.namespace in {FILE, CATEGORY} or row.title.startswith("/")
    return link_to(row.title, colon=colon)


def page_address(
    site: SiteInfo, row: Row, action: str = "view", link: "LinkContext | None" = None
) -> WebAddress:
    """Return the address at which a row's page is read, or is edited, or the like.

    A redirect itself is read there, and not its target. With a ``link`` in the text of the page it
    is that of the section in which this stands, to be read or edited.
    """
    if link is not None and action in {"view", "edit"} and not row.is_redirect:
        return section_address(site, row.title, action, link)
    if action != "view":
        return site.action_url(row.title, action)
    return site.unfollowed_url(row.title) if row.is_redirect else site.article_url(row.title)


def section_address(site: SiteInfo, title: str, action: str, link: "LinkContext") -> WebAddress:
    """Return the address at which the section of a page is read, or edited, that has a link."""
    section = link.section
    if action == "edit":
        return WebAddress(f"{site.action_url(title, action)}&section={section.number}")
    return site.section_url(title, section.anchor)


def open_pages(tab: "Tab", action: str = "view", then: Callable[[int], object] = bool) -> None:
    """Open the selected rows in the browser, to read them or for an ``action`` of MediaWiki's.

    Where the links of a page are known, it is opened at the section of the first one.
    ``then`` is called with the number of rows that were opened, which are the first ones.
    """
    if tab.model is None:
        return
    count, rows = _rows(tab)
    if count > AT_ONCE:
        first = list(itertools.islice(rows(), AT_ONCE))
        open_first = partial(_open, tab, tab.model.site, first, action, then)
        tab.notice.show_notice(
            _("Only {most} of {count} pages can be opened in the browser at once.").format(
                most=AT_ONCE, count=words.number(count)
            ),
            actions=[(_("&Open the first {most}").format(most=AT_ONCE), open_first)],
        )
    else:
        _open(tab, tab.model.site, rows(), action, then)


def open_current(tab: "Tab", action: str) -> None:
    """Open the page of the current row, whatever is selected."""
    if tab.model is not None and (row := tab.current_row()) is not None:
        _open(tab, tab.model.site, [row], action)


def open_passage(tab: "Tab", passage: "Passage", action: str) -> None:
    """Open the section of a page, or of a template, in which a link stands."""
    if tab.model is not None:
        address = section_address(tab.model.site, passage.title, action, passage.link)
        _open_addresses(tab, [address])


def open_title(tab: "Tab", title: str) -> None:
    """Open a page of the wiki, which need not be in the list, in the browser."""
    if tab.model is not None:
        _open_addresses(tab, [tab.model.site.article_url(title)])


def _open(
    tab: "Tab",
    site: SiteInfo,
    rows: Iterable[Row],
    action: str,
    then: Callable[[int], object] = bool,
) -> None:
    rows, reader = list(rows), tab.reader
    if reader is None or action == "history" or not reader.are_checked(rows):
        _open_addresses(tab, [page_address(site, row, action) for row in rows], then)
        return
    shown = tab.context.link_of  # the one that the user is at, of the row in the panel

    async def open_at_links() -> None:
        links = await reader.first_links(rows)
        addresses = [
            page_address(site, row, action, shown(row) or links.get((row.via, row.page_id)))
            for row in rows
        ]
        if isValid(tab):
            _open_addresses(tab, addresses, then)

    start(open_at_links())


def _open_addresses(
    tab: "Tab", addresses: list[WebAddress], then: Callable[[int], object] = bool
) -> None:
    opened = len(list(itertools.takewhile(open_in_browser, addresses)))
    then(opened)
    if failed := addresses[opened:]:
        said = ngettext(
            "No browser could be opened for {address}.",
            "No browser could be opened for {address} and the other pages, {count} in all.",
            len(failed),
        ).format(address=failed[0], count=words.number(len(failed)))
        label = ngettext("&Copy the address", "&Copy the addresses", len(failed))
        copy = partial(QGuiApplication.clipboard().setText, "\n".join(failed))
        tab.notice.show_notice(said, error=True, actions=[(label, copy)])


def _rows(tab: "Tab") -> tuple[int, Callable[[], Iterable[Row]]]:
    """Return the selected rows in the order in which they are shown; else the current one.

    How many there are, and what makes them, in any thread.
    """
    nodes, current = tab.tree.meant_nodes(), tab.current_row()
    if len(nodes) and tab.model is not None:
        return len(nodes), partial(tab.model.table.rows, nodes)
    rows = [current] if current is not None else []
    return len(rows), lambda: rows


def _copy_lines(tab: "Tab", line: Callable[[Row], str]) -> None:
    count, rows = _rows(tab)
    _copy(tab, count, lambda: "\n".join(map(line, rows())))


def _copy(tab: "Tab", count: int, make: Callable[[], str]) -> None:
    """Copy the text of some rows, and say how many."""
    if 0 < count <= MANY:
        try:
            QGuiApplication.clipboard().setText(make())
        except ExportError as error:  # a title that cannot be a link
            tab.notice.show_notice(str(error), error=True)
    elif count:
        said = ngettext("Copying {count} row…", "Copying {count} rows…", count)
        tab.notice.show_notice(said.format(count=words.number(count)))
        start(_copy_many(tab, count, make))


async def _copy_many(tab: "Tab", count: int, make: Callable[[], str]) -> None:
    try:
        text = await in_thread(make, "copy")
    except ExportError as error:
        if isValid(tab):
            tab.notice.show_notice(str(error), error=True)
        return
    QGuiApplication.clipboard().setText(text)
    if isValid(tab):  # it may have been closed meanwhile
        said = ngettext(
            "{count} row copied to the clipboard.", "{count} rows copied to the clipboard.", count
        )
        tab.notice.show_notice(said.format(count=words.number(count)))
