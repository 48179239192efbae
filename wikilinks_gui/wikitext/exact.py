# SPDX-License-Identifier: MIT
"""Where a link comes from, by the marks in Parsoid's HTML and the wikitext that they quote.

The marks alone take for a template's what an editor wrote into its arguments, or between an
opening and a closing template. That wikitext is quoted by them, and is read again here.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from wikilinks_gui.table.origin import Origin
from wikilinks_gui.table.row import Kind
from wikilinks_gui.wikitext.carriers import (
    CERTAIN,
    NEVER,
    Carrier,
    brought_to,
    shown_of,
    shown_uses,
)
from wikilinks_gui.wikitext.origin import Answer, combined, judge_kind, redirects_in
from wikilinks_gui.wikitext.parsoid import NO_GROUP, HtmlReading, Part, RenderedLink
from wikilinks_gui.wikitext.plain import plain
from wikilinks_gui.wikitext.rules import MODULE, WikitextRules
from wikilinks_gui.wikitext.scanner import Reading, own_uses, read_page
from wikilinks_gui.wikitext.use import Use, Wanted, is_of_kind, is_plain, wanted_kinds


@dataclass(slots=True)
class _Group:
    """What is known of one group of elements that templates made, for one wanted page."""

    uses: list[Use]  # of the wanted page, in what the editor wrote there
    called: list[str]  # templates that the editor calls there, from the outside in
    functions: list[str]
    chosen: set[str] = field(default_factory=set)  # templates among them, called on a condition
    is_named: bool = False  # the page's name stands there
    least: int = 0  # links that its templates bring for certain
    written: list[Use] = field(default_factory=list)  # uses that are shown
    made: list[RenderedLink] = field(default_factory=list)  # links that a template made
    is_open: bool = False  # a condition chose what is shown: that, or what a template brings


def exact(
    page: str,
    text: str,
    wanted: Wanted,
    html: HtmlReading,
    transcluded: Collection[str],
    carriers: Mapping[str, Carrier],
    rules: WikitextRules,
) -> Answer:
    """Return where a page's links come from, as its HTML and wikitext show together.

    ``html`` must be of the same revision as ``text``; ``transcluded`` are the pages among
    ``carriers`` that the page transcludes.
    """
    reading = shown_of(read_page(text, rules, page, wanted.title), carriers)
    here = brought_to(text, transcluded, carriers, rules)
    here += redirects_in(page, text, wanted, here, rules)
    answers = []
    for kind in wanted_kinds(wanted):
        if kind == Kind.TRANSCLUSION:
            answers.append(_transclusion(reading, wanted, html, here, rules))
        else:
            answers.append(_shown(kind, page, reading, wanted.title, html, here, carriers, rules))
    return combined(answers)


def _transclusion(
    reading: Reading,
    wanted: Wanted,
    html: HtmlReading,
    carriers: list[Carrier],
    rules: WikitextRules,
) -> Answer:
    """Return where a transclusion comes from: the marks name what the page itself calls."""
    answer = judge_kind(Kind.TRANSCLUSION, reading, wanted, carriers, rules)
    is_called = any(
        not isinstance(part, str) and rules.means(part.title, wanted.title)
        for group in html.groups
        for part in group
    )
    if is_called and not answer.origin & Origin.TEXT:
        if answer.origin == Origin.TEMPLATE:
            return replace(answer, origin=Origin.BOTH)
        return Answer(Origin.TEXT, (), _unnamed(reading, Kind.TRANSCLUSION, wanted.title))
    return answer


def _shown(
    kind: Kind,
    page: str,
    reading: Reading,
    title: str,
    html: HtmlReading,
    here: list[Carrier],
    carriers: Mapping[str, Carrier],
    rules: WikitextRules,
) -> Answer:
    """Return where links come from, or uses of a file, by what is shown of them."""
    uses = [use for use in reading.uses if is_of_kind(use, kind) and rules.means(use.target, title)]
    shown: dict[int, list[RenderedLink]] = {}
    for link in html.links:
        is_same = (link.kind == Kind.FILE) == (kind == Kind.FILE)
        if is_same and rules.means(link.title, title):
            shown.setdefault(link.group, []).append(link)
    is_in_text = NO_GROUP in shown or any(is_plain(use) for use in uses)
    own = _Group([use for use in reading.uses if is_of_kind(use, kind) and is_plain(use)], [], [])
    own.uses = [use for use in own.uses if not use.target or rules.means(use.target, title)]
    _match(own, shown.pop(NO_GROUP, []), is_file=kind == Kind.FILE, has_carrier=False)
    able = {each.title: each for each in here if each.certainty(kind) != NEVER}
    groups = []
    for number, links in shown.items():
        group = _read_group(html.groups[number], kind, page, title, carriers, rules)
        calls = [part.title for part in html.groups[number] if not isinstance(part, str)]
        certain = [call for call in calls if call in able and able[call].certainty(kind) == CERTAIN]
        group.least = min(len(certain), 1)
        _match(group, links, is_file=kind == Kind.FILE, has_carrier=bool(able))
        _settle(group, links, title, has_carrier=bool(able))
        is_either = bool(group.chosen & able.keys()) and not group.made
        group.is_open = is_either and all(use.is_conditional for use in group.written)
        groups.append(group)
    around = [use.template for group in groups for use in group.written if use.template]
    if is_in_text and not any(is_plain(use) for use in uses):
        around += [use.template for use in uses if use.template]  # outside of any mark
    is_settled = is_in_text or any(group.written for group in groups if not group.is_open)
    is_in_text = is_in_text or any(group.written for group in groups)
    templates = _templates(page, [group for group in groups if group.made], able)
    if not is_in_text and not templates:
        return _not_shown(reading, kind, title, rules)
    origin = Origin.TEXT if is_in_text else Origin.UNKNOWN
    origin |= Origin.TEMPLATE if templates else Origin.UNKNOWN
    if is_in_text:
        kept = [use for use in uses if is_plain(use) or use.template in around or not around]
        unnamed = {
            (use.label, use.template)
            for group in (own, *groups)
            for use in group.written
            if not use.target
        }
        kept += [
            use
            for use in reading.uses
            if is_of_kind(use, kind) and not use.target and (use.label, use.template) in unnamed
        ]
        kept.sort(key=lambda use: use.start)
    else:
        kept = []
    # What is open does not matter where there are both without it.
    is_sure = not any(group.is_open for group in groups) or bool(is_settled and templates)
    return Answer(origin, tuple(dict.fromkeys([*around, *templates])), tuple(kept), is_sure)


def _not_shown(reading: Reading, kind: Kind, title: str, rules: WikitextRules) -> Answer:
    """Return the answer for a link that is nowhere to be seen.

    Where a template is part of a link that is written with this name, Parsoid may read it otherwise
    than the parser that filled the wiki's tables.
    """
    uses = _unnamed(reading, kind, title)
    if uses:
        return Answer(Origin.TEXT, (), uses, is_sure=False)
    has_all_scripts = not rules.converts or title in rules.scripts
    return Answer(Origin.NOT_FOUND, is_sure=has_all_scripts)


def _unnamed(reading: Reading, kind: Kind, title: str) -> tuple[Use, ...]:
    """Return the uses in whose names, which a template makes a part of, a page's name stands."""
    name = title.rpartition(":")[2].lower()
    return tuple(
        use
        for use in reading.uses
        if is_of_kind(use, kind)
        and not use.target
        and name in reading.text[use.start : use.end].lower()
    )


def _read_group(
    parts: Iterable[Part],
    kind: Kind,
    page: str,
    title: str,
    carriers: Mapping[str, Carrier],
    rules: WikitextRules,
) -> _Group:
    group = _Group([], [], [])
    for part in parts:
        written = part if isinstance(part, str) else part.text
        group.is_named = group.is_named or title.rpartition(":")[2].lower() in written.lower()
        for use in shown_uses(own_uses(written, rules, page), carriers):
            if use.kind == Kind.TRANSCLUSION and (use.target or not isinstance(part, str)):
                # Where a template is part of the name, the marks tell the page.
                called = use.target or (part.title if not isinstance(part, str) else "")
                group.called += [called] if called else []
                group.chosen |= {called} if called and use.is_conditional else set()
            if is_of_kind(use, kind) and (not use.target or rules.means(use.target, title)):
                group.uses.append(use)
        if not isinstance(part, str) and part.function:
            group.functions.append(part.function)
            if part.function.lower() == "invoke":
                module = written.strip("{}").partition(":")[2].partition("|")[0].strip()
                group.functions.append(f"{rules.namespace(MODULE).name or 'Module'}:{module}")
    return group


def _match(group: _Group, links: list[RenderedLink], *, is_file: bool, has_carrier: bool) -> None:
    """Find the links that the editor wrote among those that are shown, by what they read."""
    left = list(links)
    loose: list[Use] = []
    for use in group.uses:
        if use.template and len(left) <= group.least:
            continue
        label = plain(use.label).strip()
        same = [link for link in left if is_file or link.label == label]
        if same and use.target:
            left.remove(same[0])
            group.written.append(use)
        elif not use.target or use.is_conditional or any(sign in use.label for sign in "{<&'[-"):
            loose.append(use)
    name = links[0].title.rpartition(":")[2].lower() if links else ""
    loose.sort(key=lambda use: name not in use.label.lower())
    for use in loose:  # what they read is not known
        if len(left) > group.least * bool(use.template) and (use.target or not has_carrier):
            left.pop(0)
            group.written.append(use)
    group.made = left


def _settle(group: _Group, links: list[RenderedLink], title: str, *, has_carrier: bool) -> None:
    """Take from what a template made what it only repeats, or what is no template's."""
    labels = {plain(use.label).strip() for use in group.written}
    if group.made and not has_carrier and all(link.label in labels for link in group.made):
        group.made = []
    is_function = bool(group.functions) and not group.called
    if group.made and is_function and "invoke" not in map(str.lower, group.functions):
        unmatched = [use for use in group.uses if use not in group.written]
        somewhere = [Use(0, 0, links[0].kind, title)] if group.is_named else []
        group.written += unmatched[:1] or somewhere
        group.made = []
    if group.made and title in group.called and all(link.is_red for link in group.made):
        # A call of a page that does not exist reads as a link to it.
        group.written.append(Use(0, 0, links[0].kind, title))
        group.made = []


def _templates(page: str, groups: list[_Group], able: Mapping[str, Carrier]) -> list[str]:
    """Return the templates that made links: those that bring them, else those that are called.

    That a template's page transcludes itself, maybe but for a name, tells nothing of its own link
    where nothing in its wikitext says how that is made.
    """
    found: list[str] = []
    others: list[_Group] = []
    makers = [title for title in able if title != page or able[title].is_explained]
    for group in groups:
        named = [title for title in group.called if title in able]
        for title in named:
            named += [
                inner for inner in makers if inner in able[title].calls and inner not in named
            ]
        found += named
        if not named:
            others.append(group)
    left = [title for title in makers if title not in found]
    for group in others:
        modules = [name for name in group.functions if ":" in name]
        found += left or group.called or modules
    return list(dict.fromkeys(found))
