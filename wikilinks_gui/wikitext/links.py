# SPDX-License-Identifier: MIT
"""Links between double brackets, after ``Parser::handleInternalLinks2`` of MediaWiki."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from wikilinks_gui.wikitext.rules import FILE, MEDIA, WikitextRules
from wikilinks_gui.wikitext.titles import Title, percent_decoded, read_title, subpage

_OPEN = re.compile(r"\[\[")
_LEGAL = r"[^\x00-\x1f<>\[\]{}|\x7f]"
_LINK = re.compile(rf"({_LEGAL}++)(?:\|(.+?))?\]\]", re.DOTALL)
_SWITCH = re.compile(r"__\w+?__")
_IMAGE = re.compile(rf"({_LEGAL}++)\|")
_PROTOCOL = re.compile(
    # $wgUrlProtocols
    r"bitcoin:|ftps?://|geo:|git://|gopher://|https?://|ircs?://|magnet:|mailto:|matrix:|mms://"
    r"|news:|nntp://|redis://|sftp://|sips?:|sms:|ssh://|svn://|tel:|telnet://|urn:|worldwind://"
    r"|xmpp:|//",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Link:
    """A link from ``start`` to ``end``; its label is what the reader sees, the trail apart."""

    start: int
    end: int
    title: Title
    is_plain: bool  # no colon in front: a file is shown, and a category only sorted in
    label: tuple[int, int]
    has_label: bool

    @property
    def is_file(self) -> bool:
        """Whether it uses a file, shown or not."""
        return self.title.namespace == MEDIA or (self.title.namespace == FILE and self.is_plain)


@dataclass(frozen=True, slots=True)
class LinkReader:
    """Reads links as on one page."""

    rules: WikitextRules
    page: str
    has_subpages: bool
    interest: re.Pattern[str] | None = None  # targets in which it finds nothing are left out

    def title(self, target: str, namespace: int = 0) -> Title | None:
        """Return the page that a target means on this page."""
        if "__" in target and self.rules.magic_words:
            target = _SWITCH.sub(self._switched, target)
        target = target.lstrip(" ")
        if _PROTOCOL.match(target):
            return None
        if self.has_subpages and target[:1] in {"/", "."}:
            target = subpage(target, self.page)
        title = read_title(target, self.rules, namespace)
        if title and not title.text:  # a section of the page itself
            own = self.rules.namespace_of(self.page)
            title = Title(own, self.page, title.fragment)
        return title

    def _switched(self, found: re.Match[str]) -> str:
        """Return what is left of a word like ``__NOTOC__``: nothing where it is a switch."""
        return "" if self.rules.magic_word(found[0]) else found[0]

    def plain_title(self, target: str) -> Title | None:
        """Return the page that the value of ``link=`` means, which knows no subpages."""
        return None if _PROTOCOL.match(target) else read_title(target, self.rules)

    def links(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Link]:
        """Yield the links between two offsets, those in captions of files too."""
        end = len(text) if end is None else end
        opens = [found.end() for found in _OPEN.finditer(text, start, end)]
        count = len(opens)
        index = 0
        while index < count:
            begin = opens[index]
            index += 1
            line_end = opens[index] - 2 if index < count else end
            found = _LINK.match(text, begin, line_end)
            if found:
                label = found.span(2) if found[2] else found.span(1)
                close = found.end()
                if found[2] and text.startswith("]", close, line_end) and "[" in found[2]:
                    label, close = (label[0], label[1] + 1), close + 1
            else:
                found = _IMAGE.match(text, begin, line_end)
                if found is None:
                    continue
                label, close = (found.end(), line_end), -1
            target = found[1]
            if self.interest and not self.interest.search(target) and ":" not in target:
                continue
            title = self.title(percent_decoded(target))
            if title is None:
                continue
            has_label = close < 0 or found[2] is not None
            is_plain = not found[1].lstrip(" ").startswith(":")
            if close < 0:
                if title.namespace != FILE or not is_plain:
                    continue
                index, close, label_end = _image_end(text, opens, index, end)
                label = (label[0], label_end)
                if close < 0:
                    yield from self.links(text, *label)
                    continue
            link = Link(begin - 2, close, title, is_plain, label, has_label)
            yield link
            if title.namespace == FILE and is_plain and has_label:
                yield from self.links(text, *label)


def _image_end(text: str, opens: list[int], index: int, end: int) -> tuple[int, int, int]:
    """Return the next link's index, and where the image and its label end; -1 where it does not.

    The first brackets that close belong to a link in the caption, the second to the image.
    """
    label_end = opens[index] - 2 if index < len(opens) else end
    while index < len(opens):
        begin = opens[index]
        index += 1
        label_end = opens[index] - 2 if index < len(opens) else end
        first = text.find("]]", begin, label_end)
        if first < 0:
            break
        second = text.find("]]", first + 2, label_end)
        if second >= 0:
            return index, second + 2, second
    return index, -1, label_end
