# SPDX-License-Identifier: MIT
"""Values that widgets keep in QSettings, read with care: the file may hold anything."""

from PySide6.QtCore import QByteArray, QSettings


def read_bytes(state: QSettings, name: str) -> QByteArray:
    """Read a geometry or the like; empty when there is none."""
    value = state.value(name)
    return value if isinstance(value, QByteArray) else QByteArray()


def read_number(state: QSettings, name: str) -> int:
    """Read a number; 0 when there is none."""
    value = str(state.value(name))
    return int(value) if value.isdecimal() else 0
