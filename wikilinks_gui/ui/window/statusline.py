# SPDX-License-Identifier: MIT
"""The line at the foot of the window: what the program is doing, and what it costs."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from wikilinks_gui import words
from wikilinks_gui.translation import _, ngettext
from wikilinks_gui.ui.tab.status import Status
from wikilinks_gui.ui.widgets.fitting import Fitting
from wikilinks_gui.ui.widgets.text import Line, Text

SILENCE = 3
"""Seconds after which the silence of a wiki is shown."""


class StatusLine(Fitting, QWidget):
    """One line of text, the wiki's host, and Stop or Resume."""

    def __init__(self, stop: QAction, resume: QAction) -> None:
        super().__init__()
        self._activity, self._host = Line(""), Text()
        self._activity.setObjectName("status")
        self._host.setObjectName("host")
        self._host.setWordWrap(False)
        self._host.setMinimumWidth(1)  # it is cut where the window is very narrow
        self._layout = QHBoxLayout(self)
        self._layout.addWidget(self._activity, 1)
        self._layout.addWidget(self._host)
        for action, look in ((stop, "danger"), (resume, "true")):
            button = QToolButton(self)
            button.setProperty("link", look)
            button.setDefaultAction(action)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            button.setVisible(action.isEnabled())
            action.enabledChanged.connect(button.setVisible)
            self._layout.addWidget(button)
            self._button = button

    @property
    def text(self) -> str:
        """What it says of the list."""
        return self._activity.accessibleName()

    def show_status(self, status: Status) -> None:
        """Show a status."""
        said = [status.activity]
        if status.silence >= SILENCE:  # first: the end is cut where the window is narrow
            sentence = ngettext(
                "no answer for {count} second", "no answer for {count} seconds", status.silence
            )
            said.append(sentence.format(count=words.number(status.silence)))
        if status.rows:
            rows, pages = status.shown or (status.rows, status.pages)
            said.append(_some_rows(rows, status.rows))
            said.append(words.some_pages(pages, status.pages))
        if status.selected[0] > 1:
            said.append(_selected(*status.selected))
        if status.requests:
            said.append(words.requests(status.requests))
        if status.rate >= 1 and status.silence < SILENCE:
            rate = round(status.rate)
            sentence = ngettext("{count} row a second", "{count} rows a second", rate)
            said.append(sentence.format(count=words.number(rate)))
        if status.allowed is not None:
            left = _("{left} of {allowed} requests left this minute")
            remaining = max(status.allowed - status.asked, 0)
            said.append(left.format(left=remaining, allowed=status.allowed))
        self._activity.set_whole_text(" · ".join(filter(None, said)))
        self._host.setText(status.host)

    def fit(self) -> None:
        """Size margins and gaps by the text."""
        em = self.fontMetrics().height()
        self._layout.setContentsMargins(em * 3 // 4, em // 6, em * 3 // 4, em // 4)
        self._layout.setSpacing(em * 3 // 4)
        # With a button or without, the line is as high.
        self._activity.setMinimumHeight(self._button.sizeHint().height())
        self._activity.set_whole_text(self.text)


def _selected(row_count: int, page_count: int) -> str:
    """Write how many rows are selected, and of how many pages where that differs."""
    if row_count == page_count:
        return _("{count} selected").format(count=words.number(row_count))
    return _("{count} selected ({pages})").format(
        count=words.number(row_count), pages=words.pages(page_count)
    )


def _some_rows(shown: int, total: int) -> str:
    """Write how many rows of how many."""
    if shown == total:
        return words.rows(total)
    sentence = ngettext("{count} of {all} row", "{count} of {all} rows", total)
    return sentence.format(count=words.number(shown), all=words.number(total))
