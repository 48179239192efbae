# SPDX-License-Identifier: MIT
"""About the program: versions, licence, and whose work it ships."""

import platform
from importlib import metadata

import PySide6
from PySide6.QtCore import QSysInfo, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from wikilinks_gui import __version__
from wikilinks_gui.resources import resource_path
from wikilinks_gui.translation import _
from wikilinks_gui.ui.widgets.dialog import ButtonRole, Dialog, Sentence


class AboutDialog(Dialog):
    """Shows what the program is, its versions, and the licences of everything in it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("About wikilinks-gui"), parent)
        text = QPlainTextEdit(_text(), readOnly=True, tabChangesFocus=True)
        text.setAccessibleName(_("Versions and licences"))
        self.add_heading(f"wikilinks-gui {__version__}")
        self.content.addWidget(Sentence(_("See what links to a page of a MediaWiki wiki.")))
        self.content.addWidget(text, 1)
        self.add_button(_("&Copy versions"), ButtonRole.ActionRole, self.on_copy)
        close = self.add_button(_("C&lose"), ButtonRole.RejectRole)
        close.setDefault(True)
        close.setFocus()
        self.resize_to_text(90, 28)

    def on_copy(self) -> None:
        """Put the versions on the clipboard."""
        QGuiApplication.clipboard().setText(versions())


def versions() -> str:
    """Return what runs here, a line each; bug reports begin with it."""
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
    licences = [
        resource_path(name).read_text(encoding="utf-8").strip()
        for name in ("icons/LICENSE", "samplewiki/ATTRIBUTION.md")
    ]
    return "\n\n".join(
        [
            versions(),
            _("The program is free software under the MIT licence. It includes works of others:"),
            _("Icons: Wikimedia Codex"),
            *licences,
        ]
    )
