# SPDX-License-Identifier: MIT
"""What the window remembers from one start to the next, in one small file."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from PySide6.QtCore import QByteArray, QSettings

from wikilinks_gui.ui.visit import Visit
from wikilinks_gui.ui.wikilist import WikiChoice

MOST_WIKIS = 30
"""Wikis that are remembered."""


def read_bytes(state: QSettings, name: str) -> QByteArray:
    """Read a geometry or the like; empty when there is none."""
    value = state.value(name)
    return value if isinstance(value, QByteArray) else QByteArray()


def read_number(state: QSettings, name: str) -> int:
    """Read a number; 0 when there is none."""
    value = str(state.value(name))
    return int(value) if value.isdecimal() else 0


def read_wikis(state: QSettings) -> list[WikiChoice]:
    """Read the wikis that were used, the last one first."""
    return [
        WikiChoice(str(entry["address"]), str(entry["name"]), str(entry["key"]))
        for entry in _read_list(state, "wikis", {"address", "name", "key"})
    ]


def write_wikis(state: QSettings, wikis: Iterable[WikiChoice]) -> None:
    """Remember the wikis that were used."""
    _write_list(state, "wikis", list(map(asdict, wikis))[:MOST_WIKIS])


def read_tabs(state: QSettings) -> tuple[list[Visit], int]:
    """Read what was shown in each tab, and which of them was in front."""
    visits = [
        Visit(
            str(entry["wiki"]),
            str(entry["text"]),
            bool(entry["follow"]),
            entry["exploration"],
            str(entry["title"]),
        )
        for entry in _read_list(state, "tabs", {"wiki", "text", "follow", "exploration", "title"})
        if isinstance(entry["exploration"], int)
    ]
    at = read_number(state, "tab")
    return visits, at if at < len(visits) else 0


def write_tabs(state: QSettings, visits: Iterable[Visit], in_front: int) -> None:
    """Remember what is shown in each tab, and which of them is in front."""
    _write_list(
        state,
        "tabs",
        [
            {
                "wiki": visit.wiki,
                "text": visit.text,
                "follow": visit.follow,
                # Where a list was to be listed anew and nothing came, the earlier one is there.
                "exploration": visit.exploration or visit.earlier,
                "title": visit.title,
            }
            for visit in visits
        ],
    )
    state.setValue("tab", in_front)


def _read_list(state: QSettings, name: str, keys: set[str]) -> list[dict[str, Any]]:
    """Read a list of objects; what is damaged is left out: nothing of it is worth an error."""
    try:
        entries = json.loads(str(state.value(name, "[]")))
    except (ValueError, RecursionError):
        return []
    if not isinstance(entries, list):
        return []
    return [entry for entry in entries if isinstance(entry, dict) and keys <= entry.keys()]


def _write_list(state: QSettings, name: str, entries: list[dict[str, Any]]) -> None:
    state.setValue(name, json.dumps(entries, ensure_ascii=False))
