# SPDX-License-Identifier: MIT
"""What extension tags hold: wikitext, or links in a way of their own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from wikilinks_gui.table.row import Kind
from wikilinks_gui.wikitext.links import LinkReader
from wikilinks_gui.wikitext.nodes import Span
from wikilinks_gui.wikitext.rules import FILE, MEDIA, TEMPLATE
from wikilinks_gui.wikitext.titles import Title, percent_decoded, read_title
from wikilinks_gui.wikitext.words import OPAQUE_TAGS

_CAPTION = re.compile(r"""caption\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))""", re.IGNORECASE)
_PIPE = re.compile(r"\||\{\{!\}\}")  # the second in {{#tag:gallery}}
_SOURCE = re.compile(r"""src\s*=\s*["']?([^"'>]+)""")
_IMAGEMAP_LINK = re.compile(r"\[\[([^|\]]*+)(?:\|([^\]]*+))?\]\]\w*$")


@dataclass(frozen=True, slots=True)
class TagUse:
    """A use of a page that is no wikitext."""

    title: Title
    kind: Kind
    start: int
    end: int
    label: str = ""


def content_of(
    name: str, text: str, attributes: Span, inner: Span | None, reader: LinkReader
) -> Iterator[TagUse | Span]:
    """Yield the uses in a tag, and the stretches of wikitext, by offsets in ``text``."""
    if name == "templatestyles":
        found = _SOURCE.search(text, *attributes)
        title = read_title(found[1], reader.rules, TEMPLATE) if found else None
        if found and title:
            yield TagUse(title, Kind.TRANSCLUSION, *found.span(1))
    if name == "gallery":
        found = _CAPTION.search(text, *attributes)
        if found and found.lastindex:
            yield found.span(found.lastindex)
    if inner is None or name in OPAQUE_TAGS:
        return
    if name == "gallery":
        yield from _gallery(text, inner, reader)
    elif name == "imagemap":
        yield from _imagemap(text, inner, reader)
    elif name != "ref" or not _is_broken_reference(text[slice(*inner)]):
        yield inner


def _lines(text: str, span: Span) -> Iterator[Span]:
    start, end = span
    while start <= end:
        line_end = text.find("\n", start, end)
        line_end = end if line_end < 0 else line_end
        yield start, line_end
        start = line_end + 1


def _gallery(text: str, inner: Span, reader: LinkReader) -> Iterator[TagUse | Span]:
    """Yield what the lines of a gallery use (``Parser::renderImageGallery``)."""
    for start, end in _lines(text, inner):
        pipe = _PIPE.search(text, start, end)
        name_end = pipe.start() if pipe else end
        title = read_title(percent_decoded(text[start:name_end]), reader.rules, FILE)
        if title is None:
            continue
        if title.namespace in {FILE, MEDIA}:
            yield TagUse(title, Kind.FILE, start, name_end)
        if pipe:
            yield from link_options(text, (pipe.end(), end), reader)
            yield name_end, end


def link_options(text: str, span: Span, reader: LinkReader) -> Iterator[TagUse]:
    """Yield the pages that a picture leads to, by its options: ``link=``."""
    at = span[0]
    for option in text[slice(*span)].split("|"):
        name, equals, value = option.partition("=")
        if equals and name.strip() in reader.rules.link_options:
            title = reader.plain_title(percent_decoded(value.strip()))
            if title:
                yield TagUse(title, Kind.LINK, at, at + len(option))
        at += len(option) + 1


def _imagemap(text: str, inner: Span, reader: LinkReader) -> Iterator[TagUse | Span]:
    """Yield what an image map uses (Extension:ImageMap)."""
    has_image = False
    for start, end in _lines(text, inner):
        line = text[start:end].strip()
        if not line or line.startswith("#"):
            continue
        start = text.index(line[0], start)
        end = start + len(line)
        if not has_image:
            has_image = True
            name, _, _ = line.partition("|")
            image = read_title(name, reader.rules)
            if image is None or image.namespace != FILE:
                return
            yield TagUse(image, Kind.FILE, start, start + len(name))
            yield start + len(name), end
            continue
        bracket = line.find("[")
        found = _IMAGEMAP_LINK.match(line, bracket) if bracket >= 0 else None
        title = read_title(found[1], reader.rules) if found else None
        if found and title:
            label = (found[2] or found[1]).strip()
            yield TagUse(title, Kind.LINK, start + bracket, end, label)


_OPENED = re.compile(r"<(\w++)[^>]*+>|<!--")
_REFERENCE = re.compile(r"<ref(?:erences)?\b", re.IGNORECASE)
_MOST_UNCLOSED = 50  # names of tags that nothing closes; more are not looked for


def _is_broken_reference(content: str) -> bool:
    """Return whether a footnote holds the beginning of another, so that it is not shown.

    ``Cite::validateRef`` of Extension:Cite, which leaves out what other tags close.
    """
    if "<ref" not in content.lower():
        return False
    unclosed: set[str] = set()
    at = 0
    while found := _OPENED.search(content, at):
        at = found.end()
        name = found[1] or "--"
        if name in unclosed:
            closing = None
        else:
            pattern = rf"</{name}\s*>" if found[1] else "-->"
            closing = re.compile(pattern).search(content, at)
        if closing:
            at = closing.end()
            continue
        if _REFERENCE.match(found[0]):
            return True
        unclosed.add(name)
        if len(unclosed) > _MOST_UNCLOSED:
            break
    return False
