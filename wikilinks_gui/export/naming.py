# SPDX-License-Identifier: MIT
"""Names for files, made of the titles of pages."""

import re

ENDINGS = {"csv": ".csv", "tsv": ".tsv", "jsonl": ".jsonl", "wikitext": ".txt"}
"""What the name of a file ends in, so that other programs know what to do with it."""

_NO_NAME = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)", re.IGNORECASE)
"""Devices of Windows, also with an ending (learn.microsoft.com: Naming Files)."""

_LONGEST = 180
"""Bytes; most systems end at 255, and a place for the file's folder is needed on Windows."""


def file_name(title: str, ending: str) -> str:
    """Make a name of a title that every system takes, with the ending of a format (".csv")."""
    name = re.sub(r'[<>:"/\\|?*]+', "-", "".join(c if c.isprintable() else " " for c in title))
    name = name.encode(errors="ignore")[:_LONGEST].decode(errors="ignore").strip(" .")
    if _NO_NAME.match(name):
        name = f"_{name}"
    return (name or "links") + ending
