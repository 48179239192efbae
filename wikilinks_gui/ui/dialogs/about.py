# SPDX-License-Identifier: MIT

"""About the program: versions, licence, and whose work it ships."""

import platform
from importlib import metadata

import PySide6
from PySide6.QtCore import QSysInfo, Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from wikilinks_gui import __version__
from wikilinks_gui.resources import resource_path
from wikilinks_gui.translation import _
from wikilinks_gui.ui.widgets.scrollpage import Sentence, give_room


class AboutDialog(QDialog):
    """Says what the program is, in which versions it runs, and under which licences."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("About wikilinks-gui"))
        heading = Sentence(f"wikilinks-gui {__version__}")
        heading.setObjectName("heading")
        self._text = QPlainTextEdit(_text())
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setAccessibleName(_("Versions and licences"))
        buttons = QDialogButtonBox()
        copy = buttons.addButton(_("&Copy versions"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(self.on_copy)
        close = buttons.addButton(_("C&lose"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(heading)
        layout.addWidget(Sentence(_("See what links to a page of a MediaWiki wiki.")))
        layout.addWidget(self._text, 1)
        layout.addWidget(buttons)
        close.setDefault(True)
        close.setFocus()
        give_room(self, 90, 28)

    def on_copy(self) -> None:
        """Put the versions on the clipboard."""
        QGuiApplication.clipboard().setText(versions())


def versions() -> str:
    """Tell what runs here, one part a line: also for reports of bugs."""
    parts = {
        "wikilinks-gui": __version__,
        "Python": platform.python_version(),
        "Qt": qVersion(),
        "PySide6": PySide6.__version__,
    }
    for name in ("numpy", "requests"):
        try:
            parts[name] = metadata.version(name)
        except metadata.PackageNotFoundError:  # a bundle may come without what pip keeps
            parts[name] = "?"
    parts["System"] = f"{QSysInfo.prettyProductName()}, {QSysInfo.currentCpuArchitecture()}"
    parts["Platform"] = QGuiApplication.platformName()
    return "\n".join(f"{name}: {version}" for name, version in parts.items())


def _text() -> str:
    parts = [
        versions(),
        _("The program is free under the MIT licence. With it come works of others:"),
        _("Icons: Wikimedia Codex"),
        _read("icons/LICENSE"),
        _read("samplewiki/ATTRIBUTION.md"),
    ]
    return "\n\n".join(parts)


def _read(name: str) -> str:
    return resource_path(name).read_text(encoding="utf-8").strip()
