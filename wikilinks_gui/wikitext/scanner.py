# SPDX-License-Identifier: MIT
"""Find every use of another page in wikitext."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from wikilinks_gui.table.row import Kind
from wikilinks_gui.wikitext.attributes import blank_attributes
from wikilinks_gui.wikitext.calls import Calls
from wikilinks_gui.wikitext.links import Link, LinkReader
from wikilinks_gui.wikitext.names import Interest, interest_in
from wikilinks_gui.wikitext.nodes import Call, Item, Tag
from wikilinks_gui.wikitext.preprocessor import preprocess
from wikilinks_gui.wikitext.rules import CATEGORY, FILE, MEDIA, SPECIAL, WikitextRules
from wikilinks_gui.wikitext.tags import TagUse, content_of, link_options
from wikilinks_gui.wikitext.titles import UNKNOWN, Title, percent_decoded, read_title
from wikilinks_gui.wikitext.use import Arguments, Use
from wikilinks_gui.wikitext.view import MARK, View, view_of
from wikilinks_gui.wikitext.words import OWN_TAGS, WIKITEXT_TAGS

_REDIRECT = re.compile(
    r"\s*+#[^\s\[\]:|{}<>]++\s*+(?::\s*+)?+(\[\[([^\[\]\n|]*+)(?:\|[^\]]*+)?\]\])\s*+"
)
_SPECIAL = str.maketrans({UNKNOWN: "\ufffd", MARK: "\ufffd"})
_MOST_DEPTH = 40  # tags in tags: MediaWiki, too, gives up ($wgMaxPPExpandDepth)


def own_uses(text: str, rules: WikitextRules, page: str) -> list[Use]:
    """Return the uses of other pages that count on the page itself, in order.

    ``page`` is the page's full title. Takes time linear in the text's length.
    """
    return _Scan(text, rules, page, is_included=False).uses()


def transcluded_uses(text: str, rules: WikitextRules) -> list[Use]:
    """Return the uses that pages get who transclude this one, in order.

    What depends on the page that transcludes has no target.
    """
    return _Scan(text, rules, "", is_included=True).uses()


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a page: its uses, and what stands in arguments as plain text."""

    text: str
    uses: list[Use]
    arguments: list[tuple[Arguments, str]]


def read_page(text: str, rules: WikitextRules, page: str, title: str) -> Reading:
    """Read a page for what may be uses of ``title``; quick where the text does not name it."""
    interest = None if rules.converts else interest_in(text, title)
    if interest is None and not rules.converts:
        return Reading(text, [], [])
    scan = _Scan(text, rules, page, is_included=False, interest=interest)
    return Reading(text, scan.uses(), scan.arguments)


def is_redirect(text: str) -> bool:
    """Return whether a page with this text redirects."""
    return _REDIRECT.match(text) is not None


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a stretch of wikitext stands."""

    template: str = ""
    is_conditional: bool = False
    depth: int = 0  # of tags
    arguments: Arguments = ()


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Items to be read, of the text that begins at ``base``."""

    items: Sequence[Item]
    text: str
    base: int
    calls: Calls
    place: _Place
    is_argument: bool = False


class _Scan:
    """One reading of a text."""

    def __init__(
        self,
        text: str,
        rules: WikitextRules,
        page: str,
        *,
        is_included: bool,
        interest: Interest | None = None,
    ) -> None:
        self.text = text.translate(_SPECIAL) if UNKNOWN in text or MARK in text else text
        self.rules = rules
        self.is_included = is_included
        self.interest = interest
        has_subpages = is_included or rules.namespace(rules.namespace_of(page)).has_subpages
        target = interest.target if interest else None
        self.reader = LinkReader(rules, UNKNOWN if is_included else page, has_subpages, target)
        self.found: list[Use] = []
        self.todo: list[_Stretch] = []
        self.arguments: list[tuple[Arguments, str]] = []

    def uses(self) -> list[Use]:
        """Read the text."""
        start = self._redirect()
        if not (self.is_included and start):
            self._add_text(start, len(self.text), _Place())
        while self.todo:
            self._read(self.todo.pop())
        self.found.sort(key=lambda use: (use.start, use.end))
        return self.found

    def _redirect(self) -> int:
        """Read the link that makes the page a redirect; return where the text goes on."""
        found = _REDIRECT.match(self.text) if self.text.lstrip()[:1] == "#" else None
        if found is None:
            return 0
        title = read_title(percent_decoded(found[2].lstrip(":")), self.rules)
        if title is None:
            return 0
        kind = Kind.TRANSCLUSION if self.is_included else Kind.REDIRECT
        self._add(title, kind, *found.span(1), _Place(), label=found[2])
        return found.end()

    def _add_text(self, start: int, end: int, place: _Place) -> None:
        if place.depth > _MOST_DEPTH:
            return
        text = self.text[start:end]
        items = preprocess(text, self.rules.extension_tags, is_included=self.is_included)
        interest = self.interest.since(start) if self.interest else None
        calls = Calls(self.reader, text, is_included=self.is_included, is_of_interest=interest)
        self.todo.append(_Stretch(items, text, start, calls, place))

    def _read(self, stretch: _Stretch) -> None:
        view = view_of(stretch.items, stretch.text, stretch.base, stretch.calls.inline)
        place = stretch.place
        if stretch.is_argument:
            self.arguments.append((place.arguments, view.text))
        if "[[" in view.text:
            text = blank_attributes(view.text)
            for link in self.reader.links(text):
                self._add_link(link, view, place)
        for node in view.nodes:
            if self.interest and not self.interest.is_within(
                stretch.base + node.start, stretch.base + node.end
            ):
                continue
            if isinstance(node, Tag):
                self._read_tag(node, stretch.base, place)
            elif isinstance(node, Call):
                self._read_call(node, stretch, place)

    def _add_link(self, link: Link, view: View, place: _Place) -> None:
        title = link.title
        if title.namespace == CATEGORY and link.is_plain:
            return
        end, label_end = link.end, link.label[1]
        label = ""
        if label_end > link.label[0]:
            label = self.text[view.source_start(link.label[0]) : view.source_end(label_end)]
        kind = Kind.LINK
        if link.is_file:
            kind = Kind.FILE
            if title.namespace == FILE and link.has_label:
                for use in link_options(view.text, link.label, self.reader):
                    source = view.source_start(use.start), view.source_end(use.end)
                    self._add(use.title, use.kind, *source, place)
        else:
            end = self.rules.end_of_trail(view.text, link.end)
            label = label.lstrip(":") if not link.has_label else label
            label += view.text[link.end : end]
        start = view.source_start(link.start)
        self._add(title, kind, start, view.source_end(end), place, label=label)

    def _read_call(self, call: Call, stretch: _Stretch, place: _Place) -> None:
        found = stretch.calls.called(call)
        for tag, part in found.tags:
            self._read_tag(
                Tag(part.start, part.pending, tag, (0, 0), (part.start, part.pending)),
                stretch.base,
                place,
            )
        template = place.template
        if found.title is not None:
            kind = Kind.TRANSCLUSION
            is_conditional = place.is_conditional or found.is_section
            title, (start, end) = found.title, found.name
            base = stretch.base
            inner = replace(place, is_conditional=is_conditional)
            name = self._add(title, kind, base + start, base + end, inner)
            template = name or stretch.text[start:end]
        for argument in found.arguments:
            named = ((template, argument.name),) if argument.is_value else ()
            named = named if len(place.arguments) < _MOST_DEPTH else ()
            inner = _Place(
                template if argument.is_value else place.template,
                place.is_conditional or argument.is_conditional,
                place.depth,
                place.arguments + named,
            )
            self.todo.append(replace(stretch, items=argument.items, place=inner, is_argument=True))

    def _read_tag(self, tag: Tag, base: int, place: _Place) -> None:
        is_known = tag.name in WIKITEXT_TAGS or tag.name in OWN_TAGS
        is_conditional = place.is_conditional or not is_known
        inside = replace(place, depth=place.depth + 1, is_conditional=is_conditional)
        attributes = base + tag.attributes[0], base + tag.attributes[1]
        inner = (base + tag.inner[0], base + tag.inner[1]) if tag.inner else None
        for found in content_of(tag.name, self.text, attributes, inner, self.reader):
            if isinstance(found, TagUse):
                self._add(found.title, found.kind, found.start, found.end, place, label=found.label)
            else:
                self._add_text(*found, inside)

    def _add(
        self, title: Title, kind: Kind, start: int, end: int, place: _Place, *, label: str = ""
    ) -> str:
        """Add a use and return its target; none for special pages."""
        if title.namespace == SPECIAL:
            return title.text
        target = "" if UNKNOWN in title.text else title.text
        if kind == Kind.FILE and title.namespace == MEDIA:
            target = f"{self.rules.namespace(FILE).name}:{target.partition(':')[2]}"
        self.found.append(
            Use(
                start,
                end,
                kind,
                target,
                title.fragment,
                title.is_certain and bool(target),
                label,
                place.template,
                place.is_conditional,
                after_prefix=title.after_prefix,
                arguments=place.arguments,
            )
        )
        return target
