# SPDX-License-Identifier: MIT
"""Pages shown in place of a list: what to do, or why there is nothing."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from wikilinks_gui import words
from wikilinks_gui.store.records import Exploration
from wikilinks_gui.translation import _
from wikilinks_gui.ui.search.stored import by_page
from wikilinks_gui.ui.search.wikilist import place_of
from wikilinks_gui.ui.widgets.fitting import Fitting
from wikilinks_gui.ui.widgets.flow import FlowLayout
from wikilinks_gui.ui.widgets.icons import icon
from wikilinks_gui.ui.widgets.notice import Action
from wikilinks_gui.ui.widgets.text import Text, link_button, local_date, on_button, plain_tip
from wikilinks_gui.ui.widgets.theme import set_look

RECENT = 6
"""Lists that a new tab offers."""

EXAMPLES = ("Daugpiļs", "United States")
"""Pages of the sample wiki with many links, through redirects too."""

_LONG = 40  # characters of a title on a button


Link = tuple[str, str, Callable[[], object]]
"""A stored list: its title, what there is to say about it, and what opens it."""


class EmptyState(Fitting, QScrollArea):
    """An icon, a few words and what can be done, in the middle; scrolls where it does not fit."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[str, str, str, Sequence[Action], Sequence[Link]] = "", "", "", (), ()
        self.setWidgetResizable(True)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.fit()

    def show_state(
        self,
        icon_name: str,
        heading: str,
        text: str,
        actions: Sequence[Action] = (),
        recent: Sequence[Link] = (),
    ) -> None:
        """Show a state, with buttons and recent lists.

        The same state again makes no new widgets: the focus stays where it is.
        """
        shown = (icon_name, heading, text, actions, recent)
        if shown != self._shown:
            self._shown = shown
            self.fit()

    def minimumSizeHint(self) -> QSize:
        """Leave the room to what stands above: this scrolls."""
        return QSize(0, 0)

    def fit(self) -> None:
        """Make everything anew, sized by the text."""
        icon_name, heading, text, actions, recent = self._shown
        if old := self.takeWidget():
            old.hide()
            old.deleteLater()
        em = self.fontMetrics().height()
        column = QWidget()
        column.setMaximumWidth(em * 38)
        inside = QVBoxLayout(column)
        inside.setContentsMargins(em, em, em, em)
        inside.setSpacing(em // 2)
        inside.addStretch(2)
        if icon_name:
            sign = QLabel()
            picture = icon(icon_name, QPalette.ColorRole.Dark)
            sign.setPixmap(picture.pixmap(QSize(em, em) * 5 / 2, self.devicePixelRatio()))
            inside.addWidget(sign, 0, Qt.AlignmentFlag.AlignHCenter)
        title = _centred(heading)
        title.setObjectName("heading")
        inside.addWidget(title)
        inside.addWidget(_centred(text, "dim"))
        for label, act in actions:
            button = QPushButton(label, autoDefault=False)
            button.clicked.connect(lambda _on, act=act: act())
            inside.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        if recent:
            title = Text(_("Recent lists"), "dim")
            title.setContentsMargins(2, em, 2, 0)  # as the links, which have a frame for the focus
            inside.addWidget(title)
            lines = QVBoxLayout()
            lines.setSpacing(em // 5)
            for link in recent:
                lines.addWidget(self._line(*link))
            inside.addLayout(lines)
        inside.addStretch(3)
        self.setWidget(column)

    def _line(self, title: str, about: str, act: Callable[[], object]) -> QWidget:
        line = QWidget()
        flow = FlowLayout(line, gap=self.fontMetrics().height())
        button = link_button(_shortened(title), act)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setAccessibleName(_("{title}, {about}").format(title=title, about=about))
        button.setToolTip(plain_tip(title))
        flow.addWidget(button)
        text = Text(about, "dim")
        text.setWordWrap(False)
        flow.addWidget(text)
        return line


def nothing_explored(
    state: EmptyState,
    recent: Sequence[Exploration],
    wiki_names: Mapping[str, str],
    open_recent: Callable[[int], object],
    open_sample: Callable[[], object],
    explore_example: Callable[[str], object] | None = None,
) -> None:
    """Show what can be done at the start; recent explorations, a page each, open by their id.

    ``explore_example`` is given a page of the sample wiki, where that is chosen.
    """
    text = _(
        "Type a title above, or paste the address of a page. Everything that links to"
        " it will be listed here, including what links through redirects."
    )
    actions: list[Action] = [(_("Try the &sample wiki"), open_sample)]
    if explore_example is not None:
        text = _(
            "The sample wiki contains pages of two encyclopedias, in English and in Latgalian. "
            "Type a title above, or begin with an example:"
        )
        actions = [(on_button(title), partial(explore_example, title)) for title in EXAMPLES]
    state.show_state(
        "link",
        _("See what links to a page"),
        text,
        actions,
        [
            (each.target, _about(each, wiki_names), partial(open_recent, each.id))
            for each, *_older in by_page(recent)[:RECENT]
        ],
    )


def nothing_links_here(
    state: EmptyState, title: str, similar: Sequence[str], explore: Callable[[str], object]
) -> None:
    """Show that a list is complete and empty, and titles that may have been meant."""
    state.show_state(
        "article-not-found",
        _("Nothing links to “{title}”").format(title=title),
        _("No page of the wiki links to it, transcludes it or redirects to it."),
        [
            (
                on_button(_("Did you mean “{title}”?").format(title=_shortened(each))),
                partial(explore, each),
            )
            for each in similar
        ],
    )


def nothing_passes(
    state: EmptyState, clear: Callable[[], object], *, is_unknown: bool = False
) -> None:
    """Show that the filter hides all rows; ``is_unknown``: some by an origin that is not known."""
    text = _("The list has rows, but the filter hides all of them.")
    if is_unknown:
        text = _("The filter goes by where links come from, which is not known yet of all rows.")
    state.show_state(
        "funnel",
        _("Nothing passes the filter"),
        text,
        [(_("&Clear the filter"), clear)],
    )


def _shortened(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[:_LONG]}…"


def _centred(text: str, role: str = "") -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    set_look(label, "role", role)
    return label


def _about(exploration: Exploration, wiki_names: Mapping[str, str]) -> str:
    """Return where a listing is from, how long it is, and of when."""
    wiki = wiki_names.get(exploration.wiki) or place_of(exploration.wiki)
    sentence = (
        _("{wiki} · {rows} · {date}")
        if exploration.complete
        else _("{wiki} · {rows}, incomplete · {date}")
    )
    return sentence.format(
        wiki=wiki,
        rows=words.rows(exploration.rows),
        date=local_date(exploration.updated),
    )
