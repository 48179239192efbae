# SPDX-License-Identifier: MIT
"""Where the files are that ship with the program."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def resource_path(name: str) -> Path:
    """Return the path of a shipped file or folder, such as ``samplewiki/sample.sqlite.xz``.

    The wheel holds the folder ``resources`` inside the package; a checkout has it beside the
    package.
    """
    installed = _PACKAGE / "resources"
    root = installed if installed.is_dir() else _PACKAGE.parent / "resources"
    return root / name
