# SPDX-License-Identifier: MIT
"""Where a file is to be written: a name to type, a button to browse for it."""

import os
from pathlib import Path

from PySide6.QtCore import QFileInfo, QSettings, QStandardPaths, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)

from wikilinks_gui.errors import ExportError
from wikilinks_gui.export.naming import ending_of, format_of, suffix_of, unused_file
from wikilinks_gui.export.writing import check_target
from wikilinks_gui.translation import _


class FileField(QWidget):
    """Names a file after a title; ``settings`` remember the folder of the last one.

    The ending of the name and the choice among ``formats``, whose data are their names, follow
    each other: so what is written is what the name says.
    """

    def __init__(self, settings: QSettings, title: str, formats: QComboBox) -> None:
        super().__init__()
        self._settings = settings
        self._title = title
        self._choice = formats
        self._formats = [str(formats.itemData(at)) for at in range(formats.count())]
        self._proposed = self._propose()
        self._path = QLineEdit(self._proposed)
        self._path.setAccessibleName(_("File name"))
        browse = QPushButton(_("B&rowse…"))
        browse.setAutoDefault(False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._path, 1)
        layout.addWidget(browse)
        self.setFocusProxy(self._path)
        self._path.textChanged.connect(self._on_name_changed)
        formats.currentIndexChanged.connect(self._on_format_changed)
        browse.clicked.connect(self._on_browse)

    def _folder(self) -> Path:
        """Return the folder of the last export, else that for documents."""
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        usual = QStandardPaths.writableLocation(documents)
        folder = Path(str(self._settings.value("export/folder", usual)))
        # Qt's, as Path raises for what may not be looked at.
        return folder if QFileInfo(folder).isDir() else Path.home()

    def _ending(self) -> str:
        return ending_of(str(self._choice.currentData()))

    def _propose(self) -> str:
        return str(unused_file(self._folder(), self._title, self._ending()))

    def _typed(self) -> str:
        return self._path.text().strip().replace("\0", "")

    def _on_name_changed(self, name: str) -> None:
        """Choose the format that the name ends in."""
        format_ = format_of(name.strip(), self._formats)
        if format_ is not None:
            self._choice.setCurrentIndex(self._formats.index(format_))

    def _on_format_changed(self) -> None:
        """Change the ending of the name to that of the format."""
        name = self._typed()
        named = format_of(name, self._formats)
        if named == self._choice.currentData() or not Path(name).name:
            return
        if name == self._proposed:
            self._proposed = name = self._propose()
        elif named is None:
            name += self._ending()
        else:
            name = str(Path(name).with_suffix(self._ending()))
        self._path.setText(name)

    def warnings(self) -> list[str]:
        """Return what is wrong with the ending of the name."""
        name = self._typed()
        ending = suffix_of(name)
        if not ending or format_of(name, self._formats) is not None:
            return []
        sentence = _(
            "“{ending}” is not one of the formats. End the name with one of these: {endings}"
        )
        return [sentence.format(ending=ending, endings=", ".join(map(ending_of, self._formats)))]

    def target(self) -> Path:
        """Return the file, with the ending of the format where none was typed.

        Raises ExportError for what cannot be one.
        """
        name = self._typed()
        target = Path(os.path.expanduser(name))  # noqa: PTH111 - which raises for nobody's home
        if not target.name:
            raise ExportError(_("Enter a file name."))
        for problem in self.warnings():
            raise ExportError(problem)
        target = self._folder() / target  # an absolute path stays unchanged
        if not suffix_of(name) and not QFileInfo(target).exists():
            target = target.with_name(target.name + self._ending())
        check_target(target)
        return target

    def remember(self, target: Path) -> None:
        """Keep the folder for the next time."""
        self._settings.setValue("export/folder", str(target.parent))

    def _on_browse(self) -> None:
        """Open the system's dialog to choose a file."""
        chooser = QFileDialog(self, _("Export to"), self._path.text())
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setOption(QFileDialog.Option.DontConfirmOverwrite)  # it is asked at the export
        chooser.selectFile(self._path.text())
        chooser.setDefaultSuffix(self._ending().removeprefix("."))
        chooser.fileSelected.connect(self._path.setText)
        chooser.open()
