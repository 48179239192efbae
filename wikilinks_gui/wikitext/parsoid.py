# SPDX-License-Identifier: MIT
"""The links in Parsoid's HTML of a page, and the templates that made them.

After mediawiki.org: Specs/HTML (2.x), and what MediaWiki 1.39 and 1.43 were seen to send.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import unquote, urlsplit

from wikilinks_gui.table.row import Kind
from wikilinks_gui.wikitext.html import Tag, attributes, tags, text
from wikilinks_gui.wikitext.rules import FILE, MEDIA, WikitextRules
from wikilinks_gui.wikitext.titles import read_title

NO_GROUP = -1
_MOST_DEPTH = 8  # of HTML in attributes of HTML


@dataclass(frozen=True, slots=True)
class TemplateCall:
    """A call at the outside of what templates made."""

    title: str  # the page that is transcluded, "" where it is none
    function: str  # of the parser, "" for a template
    text: str  # the whole call as wikitext


Part = str | TemplateCall
"""Of a group: wikitext of the page between calls, or a call."""


@dataclass(frozen=True, slots=True)
class RenderedLink:
    """A use of a page in what readers see."""

    kind: Kind  # LINK, FILE or REDIRECT
    title: str
    label: str
    group: int  # index of the group that made it; NO_GROUP: the page's text
    is_red: bool = False


@dataclass(slots=True)
class HtmlReading:
    """What Parsoid's HTML shows of a page."""

    links: list[RenderedLink] = field(default_factory=list)
    groups: list[tuple[Part, ...]] = field(default_factory=list)


@dataclass(slots=True)
class _Element:
    name: str
    group: int
    note: str  # the footnote that it stands in, by its id
    is_file: bool = False  # links in it lead from a picture
    is_mark: bool = False  # of a footnote: links in it lead to the footnote
    body: int = 0  # as in _Mark
    link: int = -1  # index of the link that it is


@dataclass(slots=True)
class _Mark:
    """Where a footnote is called."""

    group: int
    body: int  # 2: it has one; 1: it may have one, as it is all that a template made; 0: none


def read_html(html: str, rules: WikitextRules) -> HtmlReading:
    """Return the links of a page in Parsoid's HTML, and what made each of them."""
    reader = _Reader(rules)
    reader.read(html, NO_GROUP, "", 0)
    return HtmlReading(list(reader.resolved()), reader.groups)


class _Reader:
    def __init__(self, rules: WikitextRules) -> None:
        self.rules = rules
        self.base = "/wiki/"
        self.links: list[tuple[RenderedLink, str, int]] = []  # its footnote, and the list's group
        self.groups: list[tuple[Part, ...]] = []
        self.by_about: dict[str, int] = {}
        self.marks: dict[str, list[_Mark]] = {}
        self.titles: dict[str, str] = {}

    def resolved(self) -> Iterator[RenderedLink]:
        """Yield the links, those of footnotes where the footnote is called."""
        for link, note, around in self.links:
            if not note:
                yield link
                continue
            mark = max(self.marks.get(note, ()), key=lambda mark: mark.body, default=None)
            # Without a body at any of its calls, it is written in the list itself.
            group = mark.group if mark and mark.body else around
            yield link if group == NO_GROUP else replace(link, group=group)

    def read(self, html: str, group: int, note: str, depth: int) -> None:
        """Read a page, or a fragment that stands in a group or footnote."""
        stack = [_Element("", group, note)]
        labels: list[list[str]] = []
        around = NO_GROUP  # the group that shows the list of footnotes
        for tag in tags(html):
            if tag.before and labels:
                labels[-1].append(tag.before)
            if tag.is_closing:
                while len(stack) > 1:
                    closed = stack.pop()
                    if closed.link >= 0:
                        link, its_note, its_around = self.links[closed.link]
                        label = text("".join(labels.pop()))
                        self.links[closed.link] = replace(link, label=label), its_note, its_around
                    if closed.name == tag.name:
                        break
                continue
            if not tag.name or tag.name == "!":
                continue
            element, values = self._element(tag, stack[-1], depth)
            if element.note and not stack[-1].note:
                around = stack[-1].group
            link_found = self._link(element, values)
            if link_found:
                self.links.append((link_found, element.note, around))
                if not tag.is_empty and tag.name == "a":
                    element.link = len(self.links) - 1
                    labels.append([])
            if not tag.is_empty:
                stack.append(element)

    def _element(self, tag: Tag, above: _Element, depth: int) -> tuple[_Element, dict[str, str]]:
        element = _Element(
            tag.name, above.group, above.note, above.is_file, above.is_mark, above.body
        )
        if "=" not in tag.attributes:
            return element, {}
        values = attributes(tag.attributes)
        if tag.name == "base":
            self.base = urlsplit(values.get("href", "")).path or self.base
        kind = values.get("typeof", "")
        identity = values.get("id", "")
        if identity.startswith("cite_note") and tag.name == "li":
            element.group, element.note = NO_GROUP, identity
        data = values.get("data-mw", "")
        about = values.get("about", "")
        if element.group == NO_GROUP and about:
            if about in self.by_about:
                element.group = self.by_about[about]
            elif ("mw:Transclusion" in kind or "mw:Param" in kind) and '"parts"' in data:
                self.groups.append(tuple(self._parts(_json(data))))
                element.group = self.by_about[about] = len(self.groups) - 1
        if "mw:File" in kind or "mw:Image" in kind:
            element.is_file = True
        if "mw:Extension/ref" in kind.split():
            element.is_mark = True
        elif above.is_mark and tag.name == "a":
            note = unquote(values.get("href", "").partition("#")[2])
            self.marks.setdefault(note, []).append(_Mark(element.group, above.body))
        if element.is_mark and not above.is_mark:
            element.body = 1 if '"parts"' in data else 2 * ('"body"' in data)
        for name in ("data-mw", "data-mw-variant"):
            if depth < _MOST_DEPTH and "mw:WikiLink" in values.get(name, ""):
                for fragment in _fragments(_json(values[name])):
                    self.read(fragment, element.group, element.note, depth + 1)
        return element, values

    def _parts(self, data: Any) -> Iterator[Part]:
        parts = data.get("parts") if isinstance(data, dict) else None
        for part in parts if isinstance(parts, list) else ():
            if isinstance(part, str):
                yield part
                continue
            for value in part.values() if isinstance(part, dict) else ():
                target = value.get("target") if isinstance(value, dict) else None
                params = value.get("params") if isinstance(value, dict) else None
                if not isinstance(target, dict):
                    continue
                href, function = target.get("href"), target.get("function") or target.get("key")
                arguments = {
                    str(name): argument["wt"]
                    for name, argument in (params.items() if isinstance(params, dict) else ())
                    if isinstance(argument, dict) and isinstance(argument.get("wt"), str)
                }
                written = "|".join(
                    [
                        str(target.get("wt") or ""),
                        *(f"{name}={argument}" for name, argument in arguments.items()),
                    ]
                )
                written = (
                    f"{{{{{{{written}}}}}}}" if "templatearg" in part else f"{{{{{written}}}}}"
                )
                title = self._title(href) if isinstance(href, str) else ""
                yield TemplateCall(title, "" if title else str(function or "parameter"), written)

    def _link(self, element: _Element, values: dict[str, str]) -> RenderedLink | None:
        href, resource = values.get("href", ""), values.get("resource", "")
        relation = values.get("rel", "")
        if resource.startswith("./"):
            title = self._title(resource)
            return RenderedLink(Kind.FILE, title, "", element.group) if title else None
        if element.name == "link":
            if relation != "mw:PageProp/redirect":
                return None
            return RenderedLink(Kind.REDIRECT, self._title(href), "", element.group)
        if element.name not in {"a", "area"} or not href or element.is_mark:
            return None
        if relation == "mw:WikiLink":
            title = values.get("title", "")
            known = read_title(title, self.rules) if title else None
            name = known.text if known else self._title(href)
        elif relation and relation != "nofollow":
            return None
        else:
            name = self._title(href)
            namespace = self.rules.namespace_of(name)
            if "mw-file-description" in values.get("class", "") or (
                element.is_file and namespace in {FILE, -1}
            ):
                return None
        is_red = "redlink=1" in href or "new" in values.get("class", "").split()
        return RenderedLink(Kind.LINK, name, "", element.group, is_red) if name else None

    def _title(self, href: str) -> str:
        """Return the page that an address leads to, "" where it is none of the wiki's."""
        known = self.titles.get(href)
        if known is None:
            known = self.titles[href] = self._read_title(href)
        return known

    def _read_title(self, href: str) -> str:
        path = href.partition("#")[0].partition("?")[0]
        if path.startswith("./"):
            path = path[2:]
        elif path.startswith(self.base):
            path = path.removeprefix(self.base)
        else:
            return ""
        title = read_title(unquote(path).replace("&", "&amp;"), self.rules)
        if title is None:
            return ""
        if title.namespace == MEDIA:
            file = self.rules.namespace(FILE).name
            return f"{file}:{title.text.partition(':')[2]}"
        return title.text


def _json(source: str) -> Any:
    try:
        return json.loads(source)
    except (ValueError, RecursionError):
        return None


def _fragments(data: Any) -> Iterator[str]:
    """Yield the HTML in a tree of JSON, but not what only made an attribute."""
    todo = [data]
    while todo:
        value = todo.pop()
        if isinstance(value, str):
            if "mw:WikiLink" in value:
                yield value
        elif isinstance(value, list):
            todo += value
        elif isinstance(value, dict):
            todo += [inner for key, inner in value.items() if key not in {"attribs", "parts"}]
