# SPDX-License-Identifier: MIT
"""The head of a tab: the page's title, how the wiki came to it, and how much links to it."""

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wikilinks_gui.mediawiki.titles import Redirect, Resolution
from wikilinks_gui.translation import _
from wikilinks_gui.ui.tab.counts import Summary
from wikilinks_gui.ui.tree.details import Line
from wikilinks_gui.ui.widgets.fitting import Fitting
from wikilinks_gui.ui.widgets.flow import FlowLayout
from wikilinks_gui.ui.widgets.taborder import make_group
from wikilinks_gui.ui.widgets.text import Text, link_button
from wikilinks_gui.ui.widgets.theme import set_look


class Heading(Fitting, QWidget):
    """The title, how the wiki came to it, and a summary of its list."""

    redirect_wanted = Signal(str)
    """The title of a redirect page that is to be explored itself."""

    def __init__(self) -> None:
        super().__init__()
        self._is_low = False
        self._whole_title = ""
        self._title = Line("")
        self._title.hide()
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
        self.summary = Summary()
        self._layout = QVBoxLayout(self)
        self._layout.addWidget(self._title)
        for widget in (self._spelling, self._redirect_line, self._status, self.summary):
            self._layout.addWidget(widget)
        make_group("heading", self)
        self.show_asked("")
        self.fit()

    def title(self) -> str:
        """Return the title that is shown, "" for none."""
        return self._whole_title

    def set_low(self, is_low: bool) -> None:
        """Take a line for the title and one for the counts, where the rows need the room."""
        if is_low != self._is_low:
            self._is_low = is_low
            set_look(self._title, "compact", "true" if is_low else "false")
            self.summary.set_low(is_low)
            self.fit()

    def show_asked(self, title: str) -> None:
        """Show the title that was asked for, while nothing is known of it; "" for no page."""
        self._show_title(title, "dim")
        for widget in (self._spelling, self._redirect_line, self._status, self.summary):
            widget.hide()

    def show_resolution(self, resolution: Resolution) -> None:
        """Show the page that the wiki found, and how it came there."""
        self._spelling.show_text("\n".join(_spellings(resolution)), "dim")
        self._status.show_text(_status(resolution.status), "dim")
        is_redirected = bool(resolution.redirects) and resolution.status != "loop"
        if is_redirected:
            self._redirect = resolution.redirects[0].source
            self._redirected.setText(_redirected(resolution.redirects))
        self._redirect_line.setVisible(is_redirected)
        self.summary.leave_room()
        self._show_title(resolution.title, "error" if resolution.status == "missing" else "")

    def fit(self) -> None:
        """Size margins and gaps by the text."""
        em = self.fontMetrics().height()
        above = em // 4 if self._is_low else em * 2 // 3
        margins = (em * 3 // 4, above, em * 3 // 4, em // 4) if self.title() else (0, 0, 0, 0)
        self._layout.setContentsMargins(*margins)
        self._layout.setSpacing(em // 6)
        self._redirect_flow.set_gaps(em // 2, 0)
        self._title.set_whole_text(self.title())

    def _show_title(self, title: str, role: str) -> None:
        set_look(self._title, "role", role)
        if title != self._whole_title:
            self._whole_title = title
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
