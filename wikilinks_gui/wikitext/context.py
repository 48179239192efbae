# SPDX-License-Identifier: MIT
"""The sentence around a use of a page, as plain text to be read."""

import re
from dataclasses import dataclass

from wikilinks_gui.table.row import Kind
from wikilinks_gui.wikitext.plain import (
    ELLIPSIS,
    HERE,
    NAMED,
    plain,
    read,
    without_hidden,
    without_markup,
)
from wikilinks_gui.wikitext.sentence import in_sentence
from wikilinks_gui.wikitext.use import Use

MOST_LETTERS = 300
"""How long a context gets, the use itself apart."""

_WINDOW = 2000  # letters of wikitext on each side, of which the context is made

_BREAK = re.compile(
    r"\n\s*\n|\n(?=[ \t]*[*#:;|!={}]|----|</?(?:gallery|imagemap|poem)\b"
    r"|(?:\[\[)?[^\W\d_][^\n|\[\]:]{1,40}:[^\n|\[\]]{1,200}[|\]]"  # a file, a category
    r"|[^\n|\[\]]{1,200}\.\w{2,5}[ \t]*\|)"
    r"|\A\n|(?<=[=}])[ \t]*\n|<(?:br|hr)\b[^<>\x02]*>\s*(?=\n)"
    r"|</?(?:gallery|imagemap|poem|table|t[dhr]|li|p|div|h\d)\b[^<>\x02]*>\s*"
)
_LINE_START = re.compile(r"\A[ \t]*(?:[*#:;]+|\|[-+}]?|!|=+|-{4,})[ \t]*")
_CELL = re.compile(r"\n[ \t]*[|!]+|\|\||!!")
_ROW = re.compile(r"\n[ \t]*(?:\|[-+}]|\{\|)[^\n]*")
_ATTRIBUTES = re.compile(r"\A(?:\s*[\w-]+\s*=[^|\[\]{}\x02]*\|)+")
_GALLERY_FILE = re.compile(r"\A[^\x02|\[\]{}\n]*\.\w{2,5}\s*\|(?:\s*[\w-]+=[^|\[\]{}\x02]*\|)*")
_OPEN_REF = re.compile(r"<ref\b[^<>]*>", re.IGNORECASE)
_CLOSE_REF = re.compile(r"</ref\b", re.IGNORECASE)
_LINE_TAG = re.compile(r"<(?:br|hr)\b[^<>\x02]*>", re.IGNORECASE)
_GAP = re.compile(r" (?=[.,](?: |\Z))")  # where a note was left out
_OPEN_TAG = re.compile(r"<[a-zA-Z][^<>]*\Z")


@dataclass(frozen=True, slots=True)
class Context:
    """A use in its sentence: ``text[start:end]`` is what the reader sees of the use."""

    text: str
    start: int
    end: int


def context_of(text: str, use: Use) -> Context:
    """Return the sentence around a use, or the list item, cell or line that it stands in.

    It is plain text of at most :data:`MOST_LETTERS` characters around the use. Takes constant time.
    """
    start, end = use.start, use.end
    if use.kind == Kind.TRANSCLUSION:
        start, end = _whole_call(text, start, end)
    before, after = _around(text, start, end)
    if use.kind == Kind.REDIRECT:  # whose sign begins a list item elsewhere
        before = f"#{before.rstrip()} "
    if after.startswith("|"):  # in a line of a gallery
        after = f" {after.rpartition('|')[2]}"
    middle = _middle(text, use)
    before, after = in_sentence(before, middle, after, MOST_LETTERS)
    whole = before + middle + after
    return Context(whole, len(before), len(before) + len(middle))


def source_of(text: str, use: Use) -> str:
    """Return the wikitext of a use with which it is found in an editor: the longest line of it."""
    start = use.start
    if use.kind == Kind.TRANSCLUSION:
        start, _ = _whole_call(text, start, use.end)
    return max(text[start : use.end].split("\n"), key=len)


def _middle(text: str, use: Use) -> str:
    if use.kind == Kind.TRANSCLUSION:
        name = text[use.start : use.end]
        return f"{{{{{(plain(name) if use.target else name).strip()}}}}}"
    label = use.label
    if not use.target and label and text.startswith(label, use.start + len("[[")):
        return label[:MOST_LETTERS]  # a call in its name, of which nothing would be left
    if use.kind == Kind.FILE or not label:
        label = text[use.start : use.end].strip("[]").partition("|")[0]
    shown = plain(label).strip()[:MOST_LETTERS]
    return shown if shown.strip(ELLIPSIS) else use.target


def _whole_call(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where a call begins and ends, as far as that is near, by the offsets of its name."""
    opened = text.rfind("{{", max(start - 100, 0), start)
    if opened < 0 or "}}" in text[opened:start]:
        return start, end
    depth = 1
    for found in re.finditer(r"\{\{|\}\}", text[end : end + _WINDOW]):
        depth += 1 if found[0] == "{{" else -1
        if not depth:
            return opened, end + found.end()
    return opened, end


# --- the wikitext around a use ----------------------------------------------------------------


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what is read before and after a use in its paragraph, item, cell or argument."""
    raw = _window(text, start, end)
    row = _row(raw)
    raw, is_line = _block(raw, is_start=start < _WINDOW)
    sign = raw.lstrip()[:1] if is_line else ""
    if is_line:
        raw = _LINE_START.sub("", raw, count=1)
        raw = _GALLERY_FILE.sub("", raw)
    if sign in {"|", "!"}:
        raw = next(cell for cell in _CELL.split(raw) if HERE in cell)
        raw = NAMED.sub("", _ATTRIBUTES.sub("", raw), count=1)
    before, _, after = without_markup(_LINE_TAG.sub(" / ", raw)).partition(HERE)
    before, after = before.rpartition("\n\n")[2], after.partition("\n\n")[0]  # in a note
    _, opened, inside = before.rpartition("{{")
    if opened:  # a call that spans several lines
        before = NAMED.sub("", inside.rpartition("|")[2], count=1)
    after, closed, _ = after.partition("}}")
    if sign in {"|", "!"} or opened or closed:
        before, after = before.rpartition("|")[2], after.partition("|")[0]
    if "[[" in before:  # the caption of a file
        before = before.rpartition("[[")[2].rpartition("|")[2]
    if found := _OPEN_TAG.search(before):  # an attribute
        before, after = before[: found.start()], after.partition(">")[2]
    after = re.split(r"\{\{|\[\[|\]\]", after, maxsplit=1)[0]  # what is not whole
    before = re.split(r"\}\}|\]\]|\|\}", before)[-1]
    before = _GAP.sub("", read(before)).lstrip("]} |/")
    after = _GAP.sub("", read(after)).rstrip(" =" if sign == "=" else " ").lstrip("}")
    if sign in {"|", "!"} and row and not (before.strip() or after.strip()):  # a cell of its own
        before, _, after = row.partition(HERE)
    return before, after


def _window(text: str, start: int, end: int) -> str:
    """Return the wikitext around a use, which is HERE in it."""
    before, after = text[max(start - _WINDOW, 0) : start], text[end : end + _WINDOW]
    if text.startswith("{{", start):  # a call in lines of its own is a paragraph
        before += "\n" * before.endswith("\n")
        after = "\n" * after.startswith("\n") + after
    parts = before, after
    return without_hidden(HERE.join(part.replace(HERE, "") for part in parts))


def _row(raw: str) -> str:
    """Return what is read in the cells of a table's row around a use; "" where there is none."""
    before, _, after = raw.partition(HERE)
    begun = [found.end() for found in _ROW.finditer(before)]
    ended = _ROW.search(after)
    if not begun or not ended:
        return ""
    row = without_markup(before[begun[-1] :] + HERE + after[: ended.start()])
    if "{{" in row or "}}" in row:  # the arguments of a call
        return ""
    cells = (read(_ATTRIBUTES.sub("", cell)).strip() for cell in _CELL.split(row))
    return " | ".join(filter(None, cells))


def _block(raw: str, *, is_start: bool) -> tuple[str, bool]:
    """Return the lines around a use, and whether they begin a line.

    ``is_start`` tells whether the text does.
    """
    before, _, after = raw.partition(HERE)
    inside = _OPEN_REF.split(before)[-1]
    is_line = is_start and inside == before
    raw = inside + HERE + _CLOSE_REF.split(after, maxsplit=1)[0]
    at, stop = 0, len(raw)
    for found in _BREAK.finditer(raw):
        if found.end() <= len(inside):
            at, is_line = found.end(), True
        elif found.start() > len(inside):
            stop = found.start()
            break
    return raw[at:stop], is_line
