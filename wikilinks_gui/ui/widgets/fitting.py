# SPDX-License-Identifier: MIT
"""Widgets that follow the size of the text, the colours and the reading direction."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QWidget

NO_LIMIT = 16777215
"""The greatest size of a widget: Qt's QWIDGETSIZE_MAX, which PySide6 does not name."""

_CHANGES = frozenset(
    {
        QEvent.Type.Polish,
        QEvent.Type.FontChange,
        QEvent.Type.StyleChange,
        QEvent.Type.PaletteChange,
        QEvent.Type.LayoutDirectionChange,
    }
)


if TYPE_CHECKING:
    _Base = QWidget
else:  # two classes of Qt cannot be bases of one
    _Base = object


class Fitting(_Base):
    """Mixin for a widget that sets margins, sizes or icons by the look of its text.

    It stands before Qt's class: ``class Bar(Fitting, QWidget)``. :meth:`fit` is called before the
    widget is first shown, when all parts are made, and then whenever the look changes.
    """

    def fit(self) -> None:
        """Set everything that depends on font, palette or layout direction."""
        raise NotImplementedError

    def event(self, event: QEvent) -> bool:
        """Fit when the look is known, and again when it has changed."""
        done = super().event(event)
        if event.type() in _CHANGES and self.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
            self.fit()
        return done
