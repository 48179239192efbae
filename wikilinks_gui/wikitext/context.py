# SPDX-License-Identifier: MIT
"""The sentence around a use of a page, as plain text to be read."""

import html
import re
from dataclasses import dataclass

from wikilinks_gui.table.row import Kind
from wikilinks_gui.wikitext.use import Use

MOST_LETTERS = 300
"""How long a context gets, the use itself apart."""

_WINDOW = 2000  # letters of wikitext on each side, of which the context is made
_ROUNDS = 8  # of calls and links in each other that are read
_HERE = "\x02"  # stands for the use
_ELLIPSIS = "…"

_BREAK = re.compile(
    r"\n\s*\n|\n(?=[ \t]*[*#:;|!={}]|----|</?(?:gallery|imagemap|poem)\b"
    r"|(?:\[\[)?[^\W\d_][^\n|\[\]:]{1,40}:[^\n|\[\]]{1,200}[|\]]"  # a file, a category
    r"|[^\n|\[\]]{1,200}\.\w{2,5}[ \t]*\|)"
    r"|\A\n|(?<=[=}])[ \t]*\n|<(?:br|hr)\b[^<>\x02]*>\s*(?=\n)"
    r"|</?(?:gallery|imagemap|poem|table|t[dhr]|li|p|div|h\d)\b[^<>\x02]*>\s*"
)
_LINE_START = re.compile(r"\A[ \t]*(?:[*#:;]+|\|[-+}]?|!|=+|-{4,})[ \t]*")
_CELL = re.compile(r"\|\||!!")
_ATTRIBUTES = re.compile(r"\A(?:\s*[\w-]+\s*=[^|\[\]{}\x02]*\|)+")
_GALLERY_FILE = re.compile(r"\A[^\x02|\[\]{}\n]*\.\w{2,5}\s*\|")
_NAMED = re.compile(r"\A\s*[\w .-]{1,40}=")
_HIDDEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<ref\b[^<>]*/>|<ref\b[^<>]*>[^\x02]*?</ref\s*>"
    r"|<(math|syntaxhighlight|source|score|timeline|templatedata)\b[^<>]*>[^\x02]*?</\1\s*>"
    r"|__[A-Z]{3,20}__",
    re.DOTALL | re.IGNORECASE,
)
_OPEN_REF = re.compile(r"<ref\b[^<>]*>", re.IGNORECASE)
_CLOSE_REF = re.compile(r"</ref\b", re.IGNORECASE)
_NOWIKI = re.compile(r"<nowiki>([^\x02]*?)</nowiki>", re.IGNORECASE)
_SIGN = re.compile(r"[^\w\s&;]")  # in which markup is written
_TAG = re.compile(r"</?[a-zA-Z][^<>\x02]*>")
_LINE_TAG = re.compile(r"\s*<(?:br|hr)\b[^<>\x02]*>", re.IGNORECASE)
_OPEN_TAG = re.compile(r"<[a-zA-Z][^<>]*\Z")
_PARAMETER = re.compile(r"\{\{\{[^{}|]*(?:\|([^{}]*))?\}\}\}")
_CALL = re.compile(r"\{\{((?:[^{}\[]|\[(?!\[))*)\}\}")
_FILE = re.compile(
    r"\[\[[^\[\]|:\x02]{1,30}:[^\[\]|\x02]*\.\w{2,5}\s*(\|(?:[^\[\]]|\[\[[^\[\]]*\]\])*)?\]\]"
)
_LINK = re.compile(r"\[\[(?:[^\[\]|{}]*\|)?:?([^\[\]{}]*)\]\]")
_ADDRESS = re.compile(r"\[(?:\w+:)?//[^\s\[\]]+\s*([^\[\]]*)\]")
_QUOTES = re.compile(r"'{2,}")
_PIPE = re.compile(r"\|(?![^\[]*\]\])")  # not in a link
_BLANKS = re.compile(r"[\s\xa0]+")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-\w+)?")

_SIGNS = {"!": "|", "=": "=", "-": ""}  # what {{!}} and the like show

_STOP = re.compile(r"""[.!?؟۔।]["'”’»)\]]*\s+(?=["'“‘«„(\[]*([^\W_]))|[。！？]["'”’」』）]*""")
_LAST_WORD = re.compile(r"[^\W_]*\Z")
_ABBREVIATION = re.compile(
    # An initial, an ordinal, letters without a vowel, and some that are read all over the world.
    r"[^\W\d_]|\d{1,2}|[bcdfghjklmnpqrstvwxzčšžļņķģбвгджзйклмнпрстфхцчшщ]{2,4}"
    r"|ca|co|col|ed|fig|gen|inc|no|prof|rev|vol",
    re.IGNORECASE,
)


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
        before = f"#{before}"
    if after.startswith("|"):  # in a line of a gallery
        after = f" {after[1:]}"
    middle = _middle(text, use)
    before, after = _sentence(before, middle, after)
    rest = max(MOST_LETTERS - len(middle), 40)
    if len(before) + len(after) > rest:
        half = rest // 2
        before = _last(before, max(half, rest - len(after)))
        after = _first(after, max(half, rest - len(before)))
    whole = before + middle + after
    return Context(whole, len(before), len(before) + len(middle))


def source_of(text: str, use: Use) -> str:
    """Return the wikitext of a use with which it is found in an editor: the longest line of it."""
    start = use.start
    if use.kind == Kind.TRANSCLUSION:
        start, _ = _whole_call(text, start, use.end)
    return max(text[start : use.end].split("\n"), key=len)


def plain(text: str) -> str:
    """Return a short wikitext as it reads: no markup, of calls what they probably show."""
    text = _without_markup(_without_hidden(text))
    return _read(text.replace("{{", "").replace("}}", ""))


def _read(text: str) -> str:
    return _BLANKS.sub(" ", html.unescape(text))


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
    return shown if shown.strip(_ELLIPSIS) else use.target


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
    raw, is_line = _block(text, start, end)
    sign = raw.lstrip()[:1] if is_line else ""
    if is_line:
        raw = _LINE_START.sub("", raw, count=1)
        raw = _GALLERY_FILE.sub("", raw, count=1)
    if sign in {"|", "!"}:
        raw = next(cell for cell in _CELL.split(raw) if _HERE in cell)
        raw = _NAMED.sub("", _ATTRIBUTES.sub("", raw), count=1)
    before, _, after = _without_markup(_LINE_TAG.sub(" / ", raw)).partition(_HERE)
    _, opened, inside = before.rpartition("{{")
    if opened:  # a call that spans several lines
        before = _NAMED.sub("", inside.rpartition("|")[2], count=1)
    after, closed, _ = after.partition("}}")
    if sign in {"|", "!"} or opened or closed:
        before, after = before.rpartition("|")[2], after.partition("|")[0]
    if "[[" in before:  # the caption of a file
        before = before.rpartition("[[")[2].rpartition("|")[2]
    if found := _OPEN_TAG.search(before):  # an attribute
        before, after = before[: found.start()], after.partition(">")[2]
    after = re.split(r"\{\{|\[\[|\]\]", after, maxsplit=1)[0]  # what is not whole
    before = re.split(r"\}\}|\]\]|\|\}", before)[-1]
    after = _read(after).rstrip(" =" if sign == "=" else " ")
    return _read(before).lstrip("]} |/"), after.lstrip("}")


def _block(text: str, start: int, end: int) -> tuple[str, bool]:
    """Return the lines around a use, which is _HERE in them, and whether they begin a line."""
    first = max(start - _WINDOW, 0)
    parts = text[first:start], text[end : end + _WINDOW]
    raw = _without_hidden(_HERE.join(part.replace(_HERE, "") for part in parts))
    before, _, after = raw.partition(_HERE)
    inside = _OPEN_REF.split(before)[-1]
    is_line = first == 0 and inside == before
    raw = inside + _HERE + _CLOSE_REF.split(after, maxsplit=1)[0]
    at, stop = 0, len(raw)
    for found in _BREAK.finditer(raw):
        if found.end() <= len(inside):
            at, is_line = found.end(), True
        elif found.start() > len(inside):
            stop = found.start()
            break
    return raw[at:stop], is_line


def _without_markup(text: str) -> str:
    for _ in range(_ROUNDS):  # from the inside out
        before = text
        for found in _FILE.finditer(text):
            if _HERE in (found[1] or ""):  # in its caption
                text = next(part for part in _PIPE.split(found[1]) if _HERE in part)
                break
        text = _ADDRESS.sub(r"\1", _LINK.sub(r"\1", _FILE.sub("", text)))
        text = _CALL.sub(_shown, _PARAMETER.sub(_default, text))
        if text == before:
            break
    return _QUOTES.sub("", _TAG.sub("", text))


def _default(parameter: re.Match[str]) -> str:
    return parameter[1] or _ELLIPSIS


def _shown(call: re.Match[str]) -> str:
    """Return what a call probably shows: a template without arguments is a sign or a notice."""
    name, *arguments = call[1].split("|")
    if _HERE in call[1]:
        if _HERE in name:
            return name.rpartition(":")[2]
        return _NAMED.sub("", next(each for each in arguments if _HERE in each), count=1)
    name = name.strip()
    if ":" in name:
        return "" if name.partition(":")[0].isupper() else _ELLIPSIS
    values = [each.strip() for each in arguments if not _NAMED.match(each)]
    if not values:
        return "" if re.search(r"\w", name) else _SIGNS.get(name, f" {name} ")
    if len(values) > 1 and _LANGUAGE.fullmatch(values[0]):
        del values[0]
    is_short = len(values) == 1 or (len(values) < 4 and all(len(each) < 12 for each in values))
    return " ".join(values) if is_short else _ELLIPSIS


def _without_hidden(text: str) -> str:
    return _HIDDEN.sub("", _NOWIKI.sub(lambda found: _SIGN.sub(_entity, found[1]), text))


def _entity(sign: re.Match[str]) -> str:
    return f"&#{ord(sign[0])};"


# --- the sentence -----------------------------------------------------------------------------


def _sentence(before: str, middle: str, after: str) -> tuple[str, str]:
    """Return what of two texts is in the sentence of what stands between them."""
    whole, start, end = before + middle + after, 0, len(before) + len(middle)
    for found in _STOP.finditer(whole):
        if found[1] and (found[1].islower() or _is_abbreviation(whole, found)):
            continue
        if found.end() <= len(before):
            start = found.end()
        elif found.start() >= end:
            return before[start:], whole[end : found.end()].rstrip()
    return before[start:], after


def _is_abbreviation(text: str, stop: re.Match[str]) -> bool:
    if stop[0][0] != ".":
        return False
    word = _LAST_WORD.search(text, max(stop.start() - 20, 0), stop.start())
    assert word  # noqa: S101 - it may be empty
    if stop[1].isdecimal() and (len(word[0]) < 5 or word[0].isdecimal()):  # "Art. 5", "1932. 5"
        return True
    return _ABBREVIATION.fullmatch(word[0]) is not None


def _last(text: str, most: int) -> str:
    """Shorten a text at its beginning, between words where there are words."""
    if len(text) <= most:
        return text
    text = text[len(text) - most :]
    space = text.find(" ", 0, 40)
    return _ELLIPSIS + text[space + 1 :]


def _first(text: str, most: int) -> str:
    """Shorten a text at its end."""
    if len(text) <= most:
        return text
    space = text.rfind(" ", most - 40, most)
    return text[: space if space > 0 else most] + _ELLIPSIS
