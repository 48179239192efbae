# SPDX-License-Identifier: MIT
"""What can be done with the selected rows of a tab, beside exploring them."""

from collections.abc import Callable, Iterable

import numpy as np
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from wikilinks_gui.links.rows import Row
from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.translation import _
from wikilinks_gui.ui.tab import Tab

AT_ONCE = 20
"""Pages that are opened in the browser at once; more is an accident."""

FILE, CATEGORY = 6, 14


def selected_rows(tab: Tab) -> list[Row]:
    """Give the selected rows, in the order in which they are shown; else the current one."""
    if tab.model is None:
        return []
    nodes = tab.tree.selected_nodes()
    if not nodes and tab.tree.currentIndex().isValid():
        nodes = [tab.model.node(tab.tree.currentIndex().row())]
    return list(tab.model.table.rows(np.array(nodes, np.int32)))


def copy_titles(tab: Tab) -> None:
    """Copy the titles of the selected rows, a line each."""
    _copy(row.title for row in selected_rows(tab))


def copy_links(tab: Tab) -> None:
    """Copy wikitext links to the selected rows, a line each."""
    _copy(wikitext_link(row) for row in selected_rows(tab))


def copy_addresses(tab: Tab) -> None:
    """Copy the addresses of the selected rows, a line each."""
    if tab.model is not None:
        _copy(map(tab.model.site.article_url, (row.title for row in selected_rows(tab))))


def wikitext_link(row: Row) -> str:
    """Write a link to a page; a colon keeps files from showing and categories from holding."""
    colon = ":" if row.namespace in {FILE, CATEGORY} else ""
    return f"[[{colon}{row.title}]]"


def open_pages(tab: Tab, address: Callable[[SiteInfo, str], str]) -> None:
    """Open the selected rows in the browser."""
    if tab.model is None:
        return
    rows = selected_rows(tab)
    if len(rows) > AT_ONCE:
        tab.notice.show_notice(
            _("Select at most {count} rows to open them in the browser.").format(count=AT_ONCE)
        )
        return
    for row in rows:
        QDesktopServices.openUrl(QUrl(address(tab.model.site, row.title)))


def _copy(lines: Iterable[str]) -> None:
    QGuiApplication.clipboard().setText("\n".join(lines))
