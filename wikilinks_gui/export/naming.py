# SPDX-License-Identifier: MIT
"""Names for files, made of the titles of pages."""

import os
import re
from collections.abc import Container
from pathlib import Path, PurePath

ENDINGS = {"csv": ".csv", "tsv": ".tsv", "jsonl": ".jsonl", "wikitext": ".txt"}
"""The endings of files by format, by which other programs know what they are."""

_FORMATS = {ending: name for name, ending in ENDINGS.items()}

_NO_NAME = re.compile(
    r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$|clock\$) *(\.|$)", re.IGNORECASE
)
"""Devices of Windows, also with an ending (learn.microsoft.com: Naming Files)."""

_LONGEST = 180
"""Bytes; most systems end at 255, and a place for the file's folder is needed on Windows."""


def file_name(title: str, ending: str) -> str:
    """Make a name of a title that every system takes, with the ending of a format (".csv")."""
    name = re.sub(r'[<>:"/\\|?*]+', "-", "".join(c if c.isprintable() else " " for c in title))
    name = name.encode(errors="ignore")[:_LONGEST].decode(errors="ignore").strip(" .")
    if is_device(name):
        name = f"_{name}"
    return (name or "links") + ending


def is_device(name: str) -> bool:
    """Return whether Windows takes a file's name for a device, whatever its ending."""
    return _NO_NAME.match(name) is not None


def ending_of(format: str) -> str:  # noqa: A002
    """Return what the name of a file of a format ends in, with its dot."""
    return ENDINGS.get(format, f".{format}")


def suffix_of(name: str) -> str:
    """Return the ending of a file's name in small letters, with its dot; "" where it has none.

    What follows the last dot of "Mr. Smith" or "Windows 3.1" is no ending.
    """
    suffix = PurePath(name).suffix.lower()
    return suffix if re.fullmatch(r"\.\w*[^\W\d]\w*", suffix) else ""


def format_of(name: str, formats: Container[str]) -> str | None:
    """Return the format by the ending of a file's name; None if it is not one of ``formats``."""
    suffix = suffix_of(name)
    format_ = _FORMATS.get(suffix, suffix.removeprefix("."))
    return format_ if format_ in formats else None


def unused_file(folder: Path, title: str, ending: str) -> Path:
    """Return a file in ``folder``, named after a title, that is not there yet."""
    file, number = folder / file_name(title, ending), 1
    while os.path.lexists(file):  # False also where it may not be looked at
        number += 1
        file = folder / file_name(title, f" ({number}){ending}")
    return file
