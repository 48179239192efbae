# SPDX-License-Identifier: MIT
"""Text that another program would act on instead of showing it: escaped."""

import codecs
import json
import re
from typing import Any, BinaryIO

_BLANKS = (
    r"\s\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    r"\u2028-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    r"\U000e0000-\U000e0fff"
)
"""Characters that leave no ink."""

_STARTS = r"=+\-@＝＋－＠﹦﹢﹣﹫"
"""Characters that begin a formula, in Asian widths too (OWASP, "CSV Injection")."""

# At the start of a cell, and after what a spreadsheet may take for a separator (in a part of the
# world Excel separates by semicolons whatever the file says): blanks, then the start of a formula.
_FORMULA = re.compile(
    rf"^(?=[\t\r\n]|[{_BLANKS}]*[{_STARTS}])|(?<=[,;|\t\r\n])(?=[{_BLANKS}]*[{_STARTS}])"
)
_MAYBE_FORMULA = re.compile(rf"[{_STARTS}]|^[\t\r\n]")

# Control characters, and those that turn the direction of text or are not seen.
_UNSEEN = (
    r"\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    r"\U000e0000-\U000e007f"
)
_UNSEEN_IN_JSON = re.compile(f"[{_UNSEEN}]")
_UNSEEN_ON_TERMINAL = re.compile(rf"[\x00-\x08\x0b\x0c\x0e-\x1f{_UNSEEN}]|\r(?!\n)")


_encode = json.JSONEncoder(ensure_ascii=False).encode


def guarded(text: str) -> str:
    """Put a ' before what a spreadsheet would run as a formula."""
    return _FORMULA.sub("'", text) if _MAYBE_FORMULA.search(text) else text


def to_json(value: Any, *, indent: int | None = None) -> str:
    """Write JSON that a terminal cannot misread: invisible characters are escaped."""
    text = (
        _encode(value) if indent is None else json.dumps(value, ensure_ascii=False, indent=indent)
    )
    if text.isascii() and "\x7f" not in text:
        return text
    return _UNSEEN_IN_JSON.sub(lambda found: json.dumps(found[0])[1:-1], text)


def visible(text: str) -> str:
    """Show control characters and those that turn the direction of text by their numbers."""
    return _UNSEEN_ON_TERMINAL.sub(lambda found: json.dumps(found[0])[1:-1], text)


class Terminal:
    """Standard output where it is a terminal, which would act on control characters."""

    def __init__(self, output: BinaryIO) -> None:
        self._output = output
        # The byte order mark is for files.
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")("backslashreplace")

    def write(self, data: bytes) -> int:
        """Write UTF-8, visibly; returns how many bytes were taken."""
        self._output.write(visible(self._decoder.decode(data)).encode(errors="backslashreplace"))
        return len(data)
