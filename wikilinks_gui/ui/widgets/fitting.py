# SPDX-License-Identifier: MIT
"""Widgets that follow the size of the text, the colours and the reading direction."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

_CHANGES = frozenset(
    {
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

    It stands before Qt's class: ``class Bar(Fitting, QWidget)``. Call :meth:`fit` once all parts
    are made; from then on it is called whenever the look changes.
    """

    def fit(self) -> None:
        """Set everything that depends on font, palette or layout direction."""
        raise NotImplementedError

    def changeEvent(self, event: QEvent) -> None:
        """Fit again when the look has changed."""
        super().changeEvent(event)
        if event.type() in _CHANGES:
            self.fit()
