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
_ELLIPSIS = "…"

_BREAK = re.compile(
    r"\n\s*\n|\n(?=[ \t]*[*#:;|!={}])|\n(?=</?(?:gallery|imagemap|poem)\b)|\A\n"
    r"|\n(?=\w+:[^\n|\[\]]{1,200}\|)|(?<==)[ \t]*\n"  # the latter after a heading
    r"|<(?:gallery|imagemap|poem)\b[^<>]*>\s*"
)
_CELL = re.compile(r"\|\||!!")
_LINE_START = re.compile(r"^(?:[ \t]*[*#:;]+|[ \t]*\|[-+}]?|[ \t]*!|=+)[ \t]*")
_HIDDEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<ref\b[^<>]*/>|<ref\b[^<>]*>.*?</ref\s*>"
    r"|<(math|syntaxhighlight|source|score|timeline|templatedata)\b[^<>]*>.*?</\1\s*>"
    r"|__[A-Z]{3,20}__",
    re.DOTALL | re.IGNORECASE,
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_PARAMETER = re.compile(r"\{\{\{[^{}]*\}\}\}")
_CALL = re.compile(r"\{\{\s*([^{}|]*?)\s*(?:\|[^{}]*)?\}\}")
_FILE = re.compile(
    r"\[\[[^\[\]|:]{1,30}:[^\[\]|]*\.\w{2,5}\s*(?:\|(?:[^\[\]]|\[\[[^\[\]]*\]\])*)?\]\]"
)
_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?:?([^\[\]]*)\]\]")
_ADDRESS = re.compile(r"\[(?:https?:)?//[^\s\[\]]+\s*([^\[\]]*)\]")
_QUOTES = re.compile(r"'{2,}")
_BLANKS = re.compile(r"[\s\xa0]+")
_OPEN_REF = re.compile(r"<ref\b[^<>]*>(?!.*</ref)", re.DOTALL | re.IGNORECASE)
_CLOSE_REF = re.compile(r"</ref\s*>", re.IGNORECASE)
_OPEN_CALL = re.compile(r"\{\{[^{}|]*\|(?:[^{}|\[\]]*\|)*(?:[ \t]*[\w -]{1,40}=)?")
_OPEN_FILE = re.compile(r"\[\[[^\[\]|]*\|(?:[^\[\]|]*\|)*")
_CLOSE_CALL = re.compile(r"(?:\|[^{}]*)?\}\}")
_SENTENCE_END = re.compile(
    # not after an initial
    r"""(?<!\b[^\W\d_])[.!?؟۔](?:["'”’»)\]]*)\s+(?=["'“‘«(\[]*[^\W_a-zß-ÿ])|[。！？]["」』）]*""",
    re.UNICODE,
)


@dataclass(frozen=True, slots=True)
class Context:
    """A use in its sentence: ``text[start:end]`` is what the reader sees of the use."""

    text: str
    start: int
    end: int
    heading: str = ""


def context_of(text: str, use: Use) -> Context:
    """Return the sentence around a use, or the list item, cell or line that it stands in.

    It is plain text of at most :data:`MOST_LETTERS` characters around the use. Takes constant time.
    """
    start, end = use.start, use.end
    if use.kind == Kind.TRANSCLUSION:
        start, end = _whole_call(text, start, end)
    before, after = _before(text, start), _after(text, end)
    if use.kind == Kind.REDIRECT:  # whose sign begins a list item elsewhere
        before = f"#{before}"
    if after.startswith("|"):  # in a line of a gallery
        after = f" {after[1:]}"
    middle = _middle(text, use)
    rest = max(MOST_LETTERS - len(middle), 40)
    if len(before) + len(after) > rest:
        half = rest // 2
        room = max(half, rest - len(after))
        if len(before) > room:
            before = _ELLIPSIS + before[len(before) - room :].partition(" ")[2]
        room = max(half, rest - len(before))
        if len(after) > room:
            after = after[:room].rpartition(" ")[0] + _ELLIPSIS
    whole = before + middle + after
    return Context(whole, len(before), len(before) + len(middle), plain(use.heading))


def plain(text: str) -> str:
    """Return a short wikitext as it reads: no markup, calls by their names alone."""
    text = _HIDDEN.sub("", text)
    text = _PARAMETER.sub(_ELLIPSIS, text)
    for _ in range(8):  # from the inside out
        text, count = _CALL.subn(_call_name, text)
        if not count:
            break
    text = _FILE.sub("", text)
    text = _LINK.sub(r"\1", text)
    text = _ADDRESS.sub(r"\1", text)
    text = _QUOTES.sub("", _TAG.sub("", text))
    text = text.replace("\x02", "{{").replace("\x03", "}}")
    return _BLANKS.sub(" ", html.unescape(text))


def _call_name(found: re.Match[str]) -> str:
    name = found[1].strip()[:60]
    return f"\x02{name}\x03" if name and not name.startswith("#") else _ELLIPSIS


def _middle(text: str, use: Use) -> str:
    if use.kind == Kind.TRANSCLUSION:
        return f"{{{{{plain(text[use.start : use.end]).strip()}}}}}"
    label = use.label
    if use.kind == Kind.FILE or not label:
        label = text[use.start : use.end].strip("[]").partition("|")[0]
    return plain(label).strip()[:MOST_LETTERS] or use.target


def _whole_call(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where a call begins and ends, as far as that is near, by the offsets of its name."""
    opened = text.rfind("{{", max(start - 100, 0), start)
    start = opened if opened >= 0 else start
    depth = 1
    for found in re.finditer(r"\{\{|\}\}", text[end : end + _WINDOW]):
        depth += 1 if found[0] == "{{" else -1
        if not depth:
            return start, end + found.end()
    return start, end


def _before(text: str, end: int) -> str:
    """Return what is read before ``end``, from where its sentence begins."""
    start = max(end - _WINDOW, 0)
    raw = text[start:end]
    cut = 0
    for found in _BREAK.finditer(raw):
        cut = found.end()
    raw = raw[cut:]
    references = list(_OPEN_REF.finditer(raw))
    if references:
        raw = raw[references[-1].end() :]
    if raw.lstrip()[:1] in {"|", "!"}:
        for cell in _CELL.finditer(raw):
            raw = raw[cell.end() :] if cell.end() <= len(raw) else raw
        raw = _LINE_START.sub("", raw)
        attributes, bar, content = raw.rpartition("|")
        raw = content if bar and "[[" not in attributes else raw
        name, equals, value = raw.partition("=")
        raw = value if equals and re.fullmatch(r"\s*[\w -]{1,40}", name) else raw
    elif start == 0 or cut or text[start - 1] == "\n":
        raw = _LINE_START.sub("", raw)
    seen = _OPEN_CALL.sub("", _keep_calls(raw)).replace("\x02", "{{").replace("\x03", "}}")
    captions = list(_OPEN_FILE.finditer(seen))
    seen = seen[captions[-1].end() :] if captions else seen
    seen = plain(seen).lstrip("]} |")
    cut = 0
    for found in _SENTENCE_END.finditer(seen):
        cut = found.end()
    return seen[cut:]


def _after(text: str, start: int) -> str:
    """Return what is read after ``start``, to where its sentence ends."""
    raw = text[start : start + _WINDOW]
    found = _BREAK.search(raw)
    raw = raw[: found.start()] if found else raw
    found = _CLOSE_REF.search(raw)
    if found and "<ref" not in raw[: found.start()].lower():
        raw = raw[: found.start()]
    found = _CELL.search(raw)
    raw = raw[: found.start()] if found else raw
    seen = _CLOSE_CALL.sub("", _keep_calls(raw)).replace("\x02", "{{").replace("\x03", "}}")
    caption, closing, _ = seen.partition("]]")
    seen = plain(caption if closing and "[[" not in caption else seen).rstrip()
    found = _SENTENCE_END.search(seen)
    return seen[: found.end()].rstrip() if found else seen


def _keep_calls(text: str) -> str:
    """Shorten whole calls to their names, so that what is left of braces has no partner."""
    text = _HIDDEN.sub("", text)
    text = _PARAMETER.sub(_ELLIPSIS, text)
    for _ in range(8):
        text, count = _CALL.subn(_call_name, text)
        if not count:
            break
    for _ in range(4):  # links are shown as they read, so that their bars have no meaning
        text, count = _LINK.subn(r"\1", _FILE.sub("", text))
        if not count:
            break
    return text
