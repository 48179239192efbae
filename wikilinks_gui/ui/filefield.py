# SPDX-License-Identifier: MIT
"""Where a file is to be written: a name to type, a button to browse for it."""

from pathlib import Path

from PySide6.QtCore import QFileInfo, QSettings, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from wikilinks_gui.errors import ExportError
from wikilinks_gui.export import check_target, file_name
from wikilinks_gui.translation import _


class FileField(QWidget):
    """Names a file after a title; ``settings`` remember the folder of the last one.

    ``endings`` are those between which :meth:`set_ending` changes a name.
    """

    changed = Signal()

    def __init__(self, settings: QSettings, title: str, ending: str, endings: set[str]) -> None:
        super().__init__()
        self._settings = settings
        self._ending = ending
        self._endings = endings
        self._path = QLineEdit(str(self._folder() / file_name(title, ending)))
        self._path.setAccessibleName(_("Name of the file"))
        browse = QPushButton(_("B&rowse…"))
        browse.setAutoDefault(False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._path, 1)
        layout.addWidget(browse)
        self.setFocusProxy(self._path)
        self._path.textChanged.connect(self.changed)
        browse.clicked.connect(self.on_browse)

    def _folder(self) -> Path:
        """Give the folder of the last export, else that for documents."""
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        usual = QStandardPaths.writableLocation(documents)
        folder = Path(str(self._settings.value("export/folder", usual)))
        # Qt's, as Path raises for what may not be looked at.
        return folder if QFileInfo(folder).isDir() else Path.home()

    def set_ending(self, ending: str) -> None:
        """Let the name end as another format wants it, where it ended as one of them did."""
        self._ending = ending
        path = Path(self._path.text())
        if path.suffix.lower() in self._endings:
            self._path.setText(str(path.with_suffix(ending)))

    def warnings(self) -> list[str]:
        """Say what is to be known of the name before: it is a file's, or ends as others do."""
        typed = self._path.text().strip()
        said = []
        ending = Path(typed).suffix
        if ending.lower() in self._endings - {self._ending}:
            said.append(
                _("The name ends in {ending}; what is written is {wanted} all the same.").format(
                    ending=ending, wanted=self._ending
                )
            )
        if typed and QFileInfo(self._folder() / typed).isFile():
            said.append(_("There is a file of this name. It will be replaced."))
        return said

    def target(self) -> Path:
        """Give the file; raises ExportError for what cannot be one."""
        target = Path(self._path.text().strip().replace("\0", ""))
        if not target.name:
            raise ExportError(_("Give the file a name."))
        target = self._folder() / target  # which stays as it is where it is absolute
        check_target(target)
        return target

    def remember(self, target: Path) -> None:
        """Keep the folder for the next time."""
        self._settings.setValue("export/folder", str(target.parent))

    def on_browse(self) -> None:
        """Let a file be chosen."""
        chooser = QFileDialog(self, _("Export to"), self._path.text())
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.selectFile(self._path.text())
        chooser.setDefaultSuffix(self._ending.removeprefix("."))
        chooser.fileSelected.connect(self._path.setText)
        chooser.open()
