# SPDX-License-Identifier: MIT
"""What is known of the explored page: its title, how the wiki came to it, how much links to it."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QSize, Qt, QTextBoundaryFinder, Signal
from PySide6.QtGui import (
    QFont,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.mediawiki.titles import Resolution
from wikilinks_gui.table.filter import Filter
from wikilinks_gui.table.tally import Counts
from wikilinks_gui.translation import _
from wikilinks_gui.ui.tab.counts import Dotted, Summary, quiet_link
from wikilinks_gui.ui.widgets.fitting import Fitting
from wikilinks_gui.ui.widgets.taborder import make_group
from wikilinks_gui.ui.widgets.text import Text, plain_tip
from wikilinks_gui.ui.widgets.theme import set_look

_SLACK = 2  # pixels by which QLabel's line may differ from the one that is measured here


class Heading(Fitting, QWidget):
    """The title, what the wiki made of what was asked for, and counts, each of them a filter."""

    redirect_wanted = Signal(str)
    """Explore this redirect page itself."""
    namespace_toggled = Signal(int, bool)
    kind_toggled = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_low = False
        self._title = _Title()
        self._title.setObjectName("title")
        self._said = QVBoxLayout()
        self._said.setSpacing(0)
        self._counts = Summary()
        self._counts.namespace_toggled.connect(self.namespace_toggled)
        self._counts.kind_toggled.connect(self.kind_toggled)
        layout = self._layout = QVBoxLayout(self)
        layout.addWidget(self._title)
        layout.addLayout(self._said)
        layout.addWidget(self._counts)
        make_group("heading", self)
        self.clear()

    def title(self) -> str:
        """Give the title that is shown, "" for none."""
        return self._title.whole

    def clear(self) -> None:
        """Know of no page."""
        self._show_title("", "")
        self._say(())
        self._counts.hide()

    def set_low(self, is_low: bool) -> None:
        """Take a line for the title and one for the counts, where the rows need the room."""
        set_look(self._title, "compact", "true" if is_low else "false")
        self._counts.set_low(is_low)
        self._is_low = is_low
        self.fit()

    def show_asked(self, title: str) -> None:
        """Show what was asked for, while nothing is known of it."""
        self._show_title(title, "dim")
        self._say(())
        self._counts.hide()

    def show_resolution(self, site: SiteInfo, resolution: Resolution) -> None:
        """Show the page that the wiki found, and how it came there."""
        self._show_title(resolution.title, "error" if resolution.status == "missing" else "")
        self._say(self._lines(resolution))
        self._counts.leave_room()

    def show_counts(
        self,
        site: SiteInfo,
        all: Counts,  # noqa: A002
        shown: Counts,
        progress: tuple[int, int],
    ) -> None:
        """Show how many rows there are, and how many pass the filter.

        ``progress``: how many pages are checked, and of how many.
        """
        self._counts.show_counts(site, all, shown, progress)

    def show_filter(self, wanted: Filter) -> None:
        """Show which counts the filter goes by."""
        self._counts.show_filter(wanted)

    def show_no_counts(self) -> None:
        """Show that nothing links to the page; what is below says so."""
        self._counts.hide()

    def fit(self) -> None:
        """Size margins and gaps by the text."""
        em = self.fontMetrics().height()
        if self.title():
            above = em // 4 if self._is_low else em * 2 // 3
            self._layout.setContentsMargins(em * 3 // 4, above, em * 3 // 4, em // 4)
        else:
            self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(em // 6)

    def _show_title(self, title: str, role: str) -> None:
        set_look(self._title, "role", role)
        self._title.show_title(title)
        self.fit()

    def _say(self, lines: Iterable[QWidget]) -> None:
        while item := self._said.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for line in lines:
            self._said.addWidget(line)
            line.show()  # at once, not with the next events

    def _lines(self, resolution: Resolution) -> list[QWidget]:
        """Make a line of each thing that there is to say."""
        lines = [
            _line(_("“{source}” is written “{title}” here.").format(source=source, title=title))
            for source, title in resolution.normalized
        ]
        lines += [
            _line(_("“{source}” is converted to “{title}”.").format(source=source, title=title))
            for source, title in resolution.converted
        ]
        if resolution.redirects and resolution.status != "loop":
            source = resolution.redirects[0].source
            lines.append(
                _line(
                    _redirected(resolution),
                    _("list the redirect itself"),
                    lambda: self.redirect_wanted.emit(source),
                )
            )
        if sentence := _status_sentence(resolution):
            lines.append(_line(sentence))
        return lines


def _status_sentence(resolution: Resolution) -> str:
    """Return what is special about a page; "" for most. A page that cannot be listed has no tab."""
    match resolution.status:
        case "missing":
            return _("This page does not exist; links to it are listed all the same.")
        case "loop":
            return _("This page is part of a redirect loop; what links to it is listed.")
        case "known":
            return _(
                "Nobody has created this page, but the wiki shows something there: a message of the"
                " software, or a file from another wiki."
            )
    return ""


def _redirected(resolution: Resolution) -> str:
    first, *others = resolution.redirects
    section = resolution.redirects[-1].section
    if others:
        sentence = (
            _("Redirected from “{source}” through “{through}” to § {section}")
            if section
            else _("Redirected from “{source}” through “{through}”")
        )
    else:
        sentence = (
            _("Redirected from “{source}” to § {section}")
            if section
            else _("Redirected from “{source}”")
        )
    through = "”, “".join(redirect.source for redirect in others)
    return sentence.format(source=first.source, through=through, section=section)


def _line(text: str, wanted: str = "", do: Callable[[], object] | None = None) -> QWidget:
    """A dim sentence, and a link for what can be done about it."""
    label = Text(text, "dim")
    if do is None:
        return label
    line = Dotted()
    line.flow.addWidget(label)
    button = quiet_link(wanted)
    set_look(button, "link", "true")
    button.clicked.connect(do)
    line.flow.addWidget(button)
    return line


class _Title(Text):
    """A title of at most two lines; what is longer is elided, and whole in the tool tip."""

    def __init__(self) -> None:
        super().__init__()
        self.whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_title(self, title: str) -> None:
        self.whole = title
        self.setAccessibleName(title)
        self.setVisible(bool(title))
        self._fit()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.whole), metrics.lineSpacing())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.fontMetrics().lineSpacing())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        _, rest = _broken(self.whole, self.font(), width)
        return self.fontMetrics().lineSpacing() * (2 if rest else 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()
            self.updateGeometry()

    def _fit(self) -> None:
        first, rest = _broken(self.whole, self.font(), self.width())
        elided = self.fontMetrics().elidedText(
            rest, Qt.TextElideMode.ElideRight, self.width() - _SLACK
        )
        if self.text() != first + elided:
            self.setText(first + elided)
        cut = elided != rest
        self.setToolTip(plain_tip(self.whole) if cut else "")


def _broken(text: str, font: QFont, width: int) -> tuple[str, str]:
    """Break a text where its first line ends, within a word if that alone is too wide."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    if line.isValid():
        line.setLineWidth(width - _SLACK)
    layout.endLayout()
    # Qt counts in UTF-16
    units = text.encode("utf-16-le", "surrogatepass")
    end = line.textLength() * 2 if line.isValid() else 0
    first = units[:end].decode("utf-16-le", "surrogatepass")
    rest = units[end:].decode("utf-16-le", "surrogatepass")
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Line, text)
    finder.setPosition(end // 2)
    if rest and not finder.isAtBoundary():
        first += "\u200b"  # QLabel breaks lines between words only
    return first, rest
