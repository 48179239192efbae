# SPDX-License-Identifier: MIT
"""Split wikitext into templates, parameters, tags, comments and headings, as MediaWiki does.

After ``Preprocessor_Hash::buildDomTreeArrayFromText`` of MediaWiki 1.39 and 1.43: the same brackets
match, but nodes carry offsets into the text, and no input takes more than linear time.
"""

import functools
import re
from dataclasses import dataclass

from wikilinks_gui.wikitext.nodes import Call, Heading, Item, Part, Skipped, Span, Tag


@dataclass(slots=True)
class _Piece:
    """Brackets that are open, or the heading that is being read."""

    kind: str  # "\n", "[", "{" or "-"
    start: int
    count: int
    parts: list[Part]
    has_hyphen: bool = False  # "-{{" is a hyphen and two brackets, and "-{" when these are used up


@functools.lru_cache(maxsize=8)
def _names(tags: frozenset[str], is_included: bool) -> re.Pattern[str]:
    other = "noinclude" if is_included else "includeonly"
    ignored = ("includeonly",) if is_included else ("noinclude", "onlyinclude")
    names = [*map(re.escape, sorted(tags)), other, *ignored, *(f"/{name}" for name in ignored)]
    return re.compile(rf"<({'|'.join(names)})(?=\s|/>|>)", re.IGNORECASE)


_SIMPLE_LINK = re.compile(r"\[\[[^\[\]{}<\n]*+\]\]")
"""Brackets that match whatever is around them."""

_OPENING = r"\[\[|\{\{|-\{|<[/!a-zA-Z]"
_TOP = re.compile(rf"{_OPENING}|\n=")
_IN = {
    "\n": re.compile(rf"{_OPENING}|\n"),
    "[": re.compile(rf"{_OPENING}|\n=|\]\]"),
    "{": re.compile(rf"{_OPENING}|\n=|\}}\}}|\|"),
    "-": re.compile(rf"{_OPENING}|\n=|\}}-|\|"),
}
_IN_ARGUMENT = {
    "{": re.compile(rf"{_OPENING}|\n=|\}}\}}|\||="),
    "-": re.compile(rf"{_OPENING}|\n=|\}}-|\||="),
}
_NOT_OPEN, _NOT_CLOSE = re.compile(r"[^{]|\Z"), re.compile(r"[^}]|\Z")
_NOT_BRACKET, _NOT_EQUALS = re.compile(r"[^\[]|\Z"), re.compile(r"[^=]|\Z")
_NOT_BLANK = re.compile(r"[^ \t]|\Z")


def preprocess(text: str, tags: frozenset[str], *, is_included: bool = False) -> "list[Item]":
    """Return the items of a page's text, or of what others get who transclude it.

    ``tags`` are the wiki's extension tags. Takes time linear in the text's length.
    """
    return _Reader(text, tags, is_included).read()


class _Reader:
    """One reading of a text."""

    def __init__(self, text: str, tags: frozenset[str], is_included: bool) -> None:
        self.text = text
        self.names = _names(tags, is_included)
        self.left_out = "noinclude" if is_included else "includeonly"
        self.only = is_included and "<onlyinclude>" in text and "</onlyinclude>" in text
        self.ignored = {"includeonly", "/includeonly"}
        if not is_included:
            self.ignored = {"noinclude", "/noinclude", "onlyinclude", "/onlyinclude"}
        self.root = Part(0)
        self.stack: list[_Piece] = []
        self.part = self.root  # the innermost part that is being read
        self.headings = 0
        self.has_no_more_gt = False
        self.unclosed: set[str] = set()  # tags without a closing one from here on

    def read(self) -> "list[Item]":
        text, end = self.text, len(self.text)
        at = self._skip_to_only(0) if self.only else 0
        at = self._line_start(at)
        stack = self.stack
        while True:
            if not stack:
                pattern = _TOP
            else:
                kind = stack[-1].kind
                pattern = _IN[kind]
                if kind in "{-" and len(stack[-1].parts) > 1 and self.part.equals < 0:
                    pattern = _IN_ARGUMENT[kind]
            found = pattern.search(text, at)
            if found is None:
                if stack and stack[-1].kind == "\n":
                    self._end_heading(end)
                    at = end
                    continue
                break
            at = found.start()
            char = text[at]
            if char == "[":
                simple = _SIMPLE_LINK.match(text, at)
                at = simple.end() if simple else self._open(at, char)
            elif char == "{":
                at = self._open(at, char)
            elif char == "]" or char == "}":
                at = self._close(at, stack[-1])
            elif char == "|":
                self.part.flush(at)
                at += 1
                self.part = Part(at, pending=at)
                stack[-1].parts.append(self.part)
            elif char == "<":
                at = self._angle(at)
            elif char == "\n":
                if stack and stack[-1].kind == "\n":
                    self._end_heading(at)
                at = self._line_start(at + 1)
            elif char == "=":
                self.part.flush(at)
                self.part.equals = len(self.part.items)
                self.part.items.append((at, at + 1))
                at += 1
                self.part.pending = at
            else:
                at = self._open(at, "-")
        into = self.root
        for piece in stack:
            _spill(piece, into)
        into.flush(end)
        return into.items

    def _push(self, piece: _Piece) -> None:
        self.stack.append(piece)
        self.part = piece.parts[-1]

    def _pop(self) -> None:
        self.stack.pop()
        self.part = self.stack[-1].parts[-1] if self.stack else self.root

    def _line_start(self, at: int) -> int:
        """Begin a heading where one may stand."""
        run = _run(_NOT_EQUALS, self.text, at, 6)
        if not run or (run == 1 and self._finds_equals()):
            return at
        self._push(_Piece("\n", at, run, [Part(at, pending=at)]))
        return at + run

    def _finds_equals(self) -> bool:
        top = self.stack[-1] if self.stack else None
        if top is None or top.kind not in "{-":
            return False
        return len(top.parts) > 1 and self.part.equals < 0

    def _end_heading(self, at: int) -> None:
        piece, text = self.stack[-1], self.text
        part = piece.parts[0]
        start = piece.start
        seen = _before_blanks(text, start, at)
        if part.comment_end == seen - 1 and part.comment_end >= 0:
            seen = _before_blanks(text, start, part.visual_end)
        equals = seen
        while equals > start and text[equals - 1] == "=":
            equals -= 1
        length = seen - equals
        self._pop()
        count = min(length, piece.count)
        if length and equals == start:  # equals signs alone: some of them are the heading
            count = min(6, (length - 1) // 2) if length >= 3 else 0
        if not count:
            _spill(piece, self.part)
            return
        self.headings += 1
        part.flush(at)
        self.part.add(Heading(start, at, self.headings, (start + count, seen - count), part.items))

    def _open(self, at: int, char: str) -> int:
        text = self.text
        has_hyphen = False
        if char == "-":
            count = 1 + _run(_NOT_OPEN, text, at + 1)
            if count > 2:
                has_hyphen, char = True, "{"
                at += 1
                count -= 1
        else:
            count = _run(_NOT_BRACKET if char == "[" else _NOT_OPEN, text, at)
        end = at + count
        self._push(_Piece(char, at, count, [Part(end, pending=end)], has_hyphen))
        return end

    def _close(self, at: int, piece: _Piece) -> int:
        text = self.text
        if piece.kind != "{":
            self._pop()
            end = at + 2
            if piece.count > 2:
                rest = _Piece(piece.kind, piece.start, piece.count - 2, piece.parts)
                start = piece.start + rest.count
                if rest.count >= 2:
                    rest.parts = [Part(start, pending=start)]
                    self._push(rest)
            _spill(piece, self.part)
            return end
        matching = _run(_NOT_CLOSE, text, at, min(piece.count, 3))
        piece.parts[-1].flush(at)
        end = at + matching
        start = piece.start + piece.count - matching
        node = Call(start, end, piece.parts, is_parameter=matching == 3)
        self._pop()
        left = piece.count - matching
        if left >= 2:
            again = [Part(start, pending=start)]
            self._push(_Piece("{", piece.start, left, again, piece.has_hyphen))
        elif left == 1 and piece.has_hyphen:
            self._push(_Piece("-", piece.start - 1, 2, [Part(start, pending=start)]))
        self.part.add(node)
        return end

    def _angle(self, at: int) -> int:
        text = self.text
        if self.only and text.startswith("</onlyinclude>", at):
            return self._skip_to_only(at)
        if text.startswith("<!--", at):
            return self._comment(at)
        found = self.names.match(text, at)
        if found is None:
            return at + 1
        name = found[1].lower()
        close = -1 if self.has_no_more_gt else text.find(">", found.end())
        if close < 0:
            self.has_no_more_gt = True
            return at + 1
        if name in self.ignored:
            self.part.add(Skipped(at, close + 1))
            return close + 1
        inner: Span | None = None
        if text[close - 1] == "/":
            attributes, end = (found.end(), close - 1), close + 1
        else:
            attributes = (found.end(), close)
            closing = None
            if name not in self.unclosed:
                closing = _closing(name).search(text, close + 1)
            if closing is not None:
                inner, end = (close + 1, closing.start()), closing.end()
            elif name == self.left_out:
                inner, end = (close + 1, len(text)), len(text)
            else:
                self.unclosed.add(name)
                return close + 1
        if name == self.left_out:
            self.part.add(Skipped(at, end))
        else:
            self.part.add(Tag(at, end, name, attributes, inner))
        return end

    def _skip_to_only(self, at: int) -> int:
        start = self.text.find("<onlyinclude>", at)
        end = start + len("<onlyinclude>") if start >= 0 else len(self.text)
        self.part.add(Skipped(at, end))
        return end

    def _comment(self, at: int) -> int:
        text = self.text
        closed = text.find("-->", at + 4)
        if closed < 0:
            self.part.add(Skipped(at, len(text)))
            return len(text)
        end = closed + 3
        blanks = _before_blanks(text, 0, at)
        has_line = False
        if blanks > 0 and text[blanks - 1] == "\n":
            line = _line_of_comments(text, end)
            has_line = line < len(text) and text[line] == "\n"
            if has_line:
                end = line + 1
        if self.stack:
            part = self.part
            if part.comment_end != blanks - 1 or part.comment_end < 0:
                part.visual_end = blanks
            part.comment_end = end - 1
        self.part.add(Skipped(at, end))
        return self._line_start(end) if has_line else end


def _line_of_comments(text: str, end: int) -> int:
    """Return where comments and blanks end that follow a comment without a break."""
    while True:
        end = _not_blank(text, end)
        closed = text.find("-->", end + 4) if text.startswith("<!--", end) else -1
        if closed < 0:
            return end
        end = closed + 3


def _spill(piece: _Piece, into: Part) -> None:
    """Make plain text of brackets that did not match; what stands in them stays."""
    for part in piece.parts:
        into.flush(part.start)
        if part.items:
            into.items.append(part.items)
        into.pending = part.pending


def _run(stop: re.Pattern[str], text: str, at: int, most: int = 0) -> int:
    """Return how many characters stand at ``at`` before ``stop`` matches."""
    if most:
        found = stop.search(text, at, at + most)
        return found.start() - at if found else 0
    found = stop.search(text, at)
    return found.start() - at if found else 0


def _not_blank(text: str, at: int) -> int:
    found = _NOT_BLANK.search(text, at)
    return found.start() if found else len(text)


def _before_blanks(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in " \t":
        end -= 1
    return end


@functools.lru_cache(maxsize=256)
def _closing(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{re.escape(name)}\s*>", re.IGNORECASE)
