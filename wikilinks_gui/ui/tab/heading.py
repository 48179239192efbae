# SPDX-License-Identifier: MIT
"""The head of a tab: the page's title, how the wiki came to it, and how much links to it."""

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wikilinks_gui import words
from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.mediawiki.titles import Redirect, Resolution
from wikilinks_gui.table.tally import Counts
from wikilinks_gui.translation import _, ngettext
from wikilinks_gui.ui.tab.chips import Chips
from wikilinks_gui.ui.widgets.fitting import NO_LIMIT, Fitting
from wikilinks_gui.ui.widgets.flow import FlowLayout
from wikilinks_gui.ui.widgets.taborder import make_group
from wikilinks_gui.ui.widgets.text import Line, Text, link_button
from wikilinks_gui.ui.widgets.theme import set_look


class Heading(Fitting, QWidget):
    """The title, how the wiki came to it, how much links to it, and chips that are filters."""

    redirect_wanted = Signal(str)  # the title of a redirect page that is to be explored itself

    def __init__(self) -> None:
        super().__init__()
        self._is_low = self._has_counts = False
        self._title = Line("")
        self._title.setObjectName("title")
        self._spelling = Text(role="dim")
        self._redirected = Text(role="dim")
        self._redirect = ""
        self._redirect_line = QWidget()
        self._redirect_flow = FlowLayout(self._redirect_line)
        self._redirect_flow.addWidget(self._redirected)
        self._redirect_flow.addWidget(
            link_button(
                _("list the redirect itself"), lambda: self.redirect_wanted.emit(self._redirect)
            )
        )
        self._status = Text(role="dim")
        self._total = Line("dim")
        self.chips = Chips()
        self._top = QHBoxLayout()
        self._top.addWidget(self._title)
        self._layout = QVBoxLayout(self)
        self._layout.addLayout(self._top)
        for widget in (self._spelling, self._redirect_line, self._status, self._total, self.chips):
            self._layout.addWidget(widget)
        make_group("heading", self)
        self.show_asked("")
        self.fit()

    def title(self) -> str:
        """Return the title that is shown, "" for none."""
        return self._title.whole_text

    def set_low(self, is_low: bool) -> None:
        """Take one line for the title and the total, where the rows need the room."""
        if is_low != self._is_low:
            self._is_low = is_low
            set_look(self._title, "compact", "true" if is_low else "false")
            if is_low:
                self._top.addWidget(self._total)
            else:
                self._layout.insertWidget(self._layout.indexOf(self.chips), self._total)
            self.show_room_for_counts(self._has_counts)
            self.fit()

    def show_room_for_counts(self, on: bool) -> None:
        """Show the counts, or leave no room for any; chips only where the rows do not need it."""
        self._has_counts = on
        self._total.setVisible(on)
        self.chips.setVisible(on and not self._is_low)  # the filter has menus of these, too

    def show_asked(self, title: str) -> None:
        """Show the title that was asked for, while nothing is known of it; "" for no page."""
        self._show_title(title, "dim")
        for widget in (self._spelling, self._redirect_line, self._status):
            widget.hide()
        self.show_room_for_counts(False)

    def show_resolution(self, resolution: Resolution) -> None:
        """Show the page that the wiki found, and how it came there."""
        self._spelling.show_text("\n".join(_spellings(resolution)), "dim")
        self._status.show_text(_status(resolution.status), "dim")
        is_redirected = bool(resolution.redirects) and resolution.status != "loop"
        if is_redirected:
            self._redirect = resolution.redirects[0].source
            self._redirected.setText(_redirected(resolution.redirects))
        self._redirect_line.setVisible(is_redirected)
        # Empty lines: what is below stays where it is when the counts come.
        self._show_total("")
        self.chips.clear()
        self.show_room_for_counts(True)
        self._show_title(resolution.title, "error" if resolution.status == "missing" else "")

    def show_counts(
        self, site: SiteInfo, all_: Counts, shown: Counts, progress: tuple[int, int]
    ) -> None:
        """Show how many rows there are, and how many pass the filter.

        ``progress``: how many pages have a mark, and of how many.
        """
        total = _links_from_pages(all_.rows, all_.pages, shown.rows, shown.pages)
        if progress[0]:
            total = _("{links} · {marked}").format(links=total, marked=_marked(*progress))
        self._show_total(total)
        self.chips.show_counts(site, all_, shown)
        self.show_room_for_counts(True)

    def fit(self) -> None:
        """Size margins and gaps by the text."""
        em = self.fontMetrics().height()
        above = em // 4 if self._is_low else em * 2 // 3
        margins = (em * 3 // 4, above, em * 3 // 4, em // 4) if self.title() else (0, 0, 0, 0)
        self._layout.setContentsMargins(*margins)
        self._layout.setSpacing(em // 6)
        self._top.setSpacing(em)
        self._redirect_flow.set_gaps(em // 2, 0)
        self._title.set_whole_text(self.title())
        self._show_total(self._total.whole_text)

    def _show_total(self, text: str) -> None:
        """Show a text, beside the title in no more room than it needs."""
        self._total.set_whole_text(text)
        self._total.setMaximumWidth(self._total.sizeHint().width() if self._is_low else NO_LIMIT)

    def _show_title(self, title: str, role: str) -> None:
        set_look(self._title, "role", role)
        if title != self.title():
            self._title.set_whole_text(title)
            self._title.setVisible(bool(title))
            self.fit()


def _spellings(resolution: Resolution) -> list[str]:
    """Return how the wiki writes what was asked for."""
    sentences = [
        (_("“{source}” is written “{title}” here."), resolution.normalized),
        (_("“{source}” is converted to “{title}”."), resolution.converted),
    ]
    return [
        sentence.format(source=source, title=title)
        for sentence, pairs in sentences
        for source, title in pairs
    ]


def _status(status: str) -> str:
    """Return what is special about a page; one that cannot be listed never comes here."""
    return {
        "missing": _("This page does not exist; links to it are listed all the same."),
        "loop": _("This page is part of a redirect loop; what links to it is listed."),
        "known": _(
            "Nobody has written this page, but the wiki has something to show there: "
            "a system message, or a file from another wiki."
        ),
    }.get(status, "")


def _redirected(redirects: tuple[Redirect, ...]) -> str:
    first, *others = redirects
    section = redirects[-1].section
    if others and section:
        sentence = _("Redirected from “{source}” through {through} to § {section}")
    elif others:
        sentence = _("Redirected from “{source}” through {through}")
    elif section:
        sentence = _("Redirected from “{source}” to § {section}")
    else:
        sentence = _("Redirected from “{source}”")
    through = [_("“{title}”").format(title=each.source) for each in others]
    return sentence.format(
        source=first.source, through=QLocale().createSeparatedList(through), section=section
    )


def _marked(count: int, total: int) -> str:
    """Write how many pages have a mark, of how many."""
    sentence = ngettext("{count} of {all} page marked", "{count} of {all} pages marked", total)
    return sentence.format(count=words.number(count), all=words.number(total))


def _links_from_pages(all_links: int, all_pages: int, shown_links: int, shown_pages: int) -> str:
    """Write how many links there are, from how many pages, and how many of these are shown."""
    some_links = words.links(all_links)
    if shown_links != all_links:
        some_links = ngettext("{count} of {all} link", "{count} of {all} links", all_links).format(
            count=words.number(shown_links), all=words.number(all_links)
        )
    return _("{links} from {pages}").format(
        links=some_links, pages=words.some_pages(shown_pages, all_pages)
    )
