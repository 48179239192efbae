# SPDX-License-Identifier: MIT
"""What templates bring a link to the pages that transclude them."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from wikilinks_gui.table.row import Kind
from wikilinks_gui.wikitext.parameters import Parameters, is_left_out, parameters
from wikilinks_gui.wikitext.rules import TEMPLATE, WikitextRules
from wikilinks_gui.wikitext.scanner import Reading, is_redirect, own_uses, transcluded_uses
from wikilinks_gui.wikitext.titles import read_title
from wikilinks_gui.wikitext.use import Use, Wanted, is_of_kind, wanted_kinds
from wikilinks_gui.wikitext.words import FUNCTIONS

CERTAIN, CONDITIONAL, NEVER = "certain", "conditional", "never"

_ORDER = {NEVER: 0, CONDITIONAL: 1, CERTAIN: 2}


@dataclass(frozen=True, slots=True)
class Carrier:
    """A page that links, and whether the pages that transclude it get that link."""

    title: str
    certainties: Mapping[Kind, str]  # by the kind of use
    calls: frozenset[str] = frozenset()  # those among them that it transcludes
    is_explained: bool = True  # False: nothing in its wikitext says how its own link is made
    is_row: bool = True  # it is known to link itself
    is_redirect: bool = False  # to what brings the link
    parameters: Parameters = None  # those that it reads

    def certainty(self, kind: Kind) -> str:
        """Return CERTAIN, CONDITIONAL or NEVER."""
        return self.certainties.get(kind, NEVER)


def carriers(
    texts: Mapping[str, str],
    wanted: Wanted,
    rules: WikitextRules,
    rows: Collection[str] | None = None,
    *,
    uses: Mapping[str, list[Use]] | None = None,
    read: Mapping[str, Parameters] | None = None,
) -> dict[str, Carrier]:
    """Return what each page brings to those who transclude it; ``texts`` by full title.

    ``rows`` are those among them that are known to link to the wanted page themselves; all of them
    without it. The others are templates that pages call (:func:`called_pages`): what they bring
    only on a condition, or only where they are transcluded, no list of links tells. ``uses`` are
    their :func:`.scanner.transcluded_uses` and ``read`` their :func:`.parameters`, where these were
    found before.
    """
    rows = texts.keys() if rows is None else rows
    if uses is None:
        uses = {title: transcluded_uses(text, rules) for title, text in texts.items()}
    if read is None:
        read = {title: parameters(text, rules) for title, text in texts.items()}
    uses = {
        title: [use for use in mine if not is_left_out(use.arguments, read.get)]
        for title, mine in uses.items()
    }
    kinds = wanted_kinds(wanted)
    levels = {
        kind: {title: _own_level(uses[title], kind, wanted, rules) for title in texts}
        for kind in kinds
    }
    for of_kind in levels.values():
        _spread(of_kind, uses)
    made = {
        title
        for title, text in texts.items()
        if title in rows
        and title != wanted.title
        and all(of_kind[title] == NEVER for of_kind in levels.values())
        and not _is_explained(text, title, kinds, wanted, rules)
    }
    for of_kind in levels.values() if made else ():
        of_kind.update(dict.fromkeys(made, CONDITIONAL))
        _spread(of_kind, uses)
    return {
        title: Carrier(
            title,
            {kind: of_kind[title] for kind, of_kind in levels.items()},
            _calls(uses[title], texts),
            title not in made,
            title in rows,
            is_redirect(texts[title]),
            read.get(title),
        )
        for title in texts
    }


def _calls(uses: list[Use], texts: Mapping[str, str]) -> frozenset[str]:
    calls = {use.target for use in uses if use.kind == Kind.TRANSCLUSION}
    return frozenset(calls & texts.keys())


# Not "{{{", which begins a parameter, unless there are more.
_CALL = re.compile(r"(?<!(?<!\{)\{)\{\{(?!\{)\s*([^{}|<>\[\]\n#]+?)\s*(?=[|}\n<])")


def called_pages(text: str, rules: WikitextRules) -> set[str]:
    """Return the pages that a text may transclude itself, by their names; quick."""
    names = (name for name in set(_CALL.findall(text)) if not _is_magic_word(name, rules))
    titles = (read_title(name, rules, TEMPLATE) for name in names)
    return {title.text for title in titles if title}


def _is_magic_word(name: str, rules: WikitextRules) -> bool:
    """Return whether a name is a variable, or begins with a function."""
    word, colon, _rest = name.partition(":")
    if colon:
        return rules.magic_word(word) in FUNCTIONS
    return word.isupper() and rules.magic_word(word) in FUNCTIONS


def shown_of(reading: Reading, carriers: Mapping[str, Carrier]) -> Reading:
    """Return what was read of a page without what stands in arguments that no template reads."""
    if not carriers:
        return reading
    return replace(
        reading,
        uses=shown_uses(reading.uses, carriers),
        arguments=[
            each
            for each in reading.arguments
            if not is_left_out(each[0], lambda title: _parameters(title, carriers))
        ],
    )


def shown_uses(uses: list[Use], carriers: Mapping[str, Carrier]) -> list[Use]:
    """Return the uses that do not stand in arguments that no template reads."""
    return [
        use
        for use in uses
        if not is_left_out(use.arguments, lambda title: _parameters(title, carriers))
    ]


def _parameters(title: str, carriers: Mapping[str, Carrier]) -> Parameters:
    return carriers[title].parameters if title in carriers else None


def brought_to(
    text: str, transcluded: Collection[str], carriers: Mapping[str, Carrier], rules: WikitextRules
) -> list[Carrier]:
    """Return those among ``carriers`` that a page with this text transcludes.

    ``transcluded`` are those that the wiki names; those that are no rows, it was not asked for.
    """
    found = dict.fromkeys(title for title in carriers if title in transcluded)
    if any(not carrier.is_row for carrier in carriers.values()):
        todo = [*found, *(called_pages(text, rules) & carriers.keys())]
        while todo:
            title = todo.pop()
            if title not in found and carriers[title].is_row:
                continue  # the wiki was asked, and does not name it
            found[title] = None
            todo += [inner for inner in carriers[title].calls if inner not in found]
    here = [carriers[title] for title in found]
    return [carrier for carrier in here if carrier.is_row or not carrier.is_redirect]


def _own_level(uses: list[Use], kind: Kind, wanted: Wanted, rules: WikitextRules) -> str:
    """Return what the page's own wikitext brings."""
    mine = [use for use in uses if is_of_kind(use, kind) and _is_wanted(use, wanted, rules)]
    if not mine:
        return NEVER
    return CERTAIN if any(not use.is_conditional for use in mine) else CONDITIONAL


def _is_wanted(use: Use, wanted: Wanted, rules: WikitextRules) -> bool:
    is_redirect = use.kind == Kind.TRANSCLUSION and use.target in wanted.redirects
    return is_redirect or rules.means(use.target, wanted.title)


def _is_explained(
    text: str, page: str, kinds: list[Kind], wanted: Wanted, rules: WikitextRules
) -> bool:
    """Return whether the page's own link stands in what only the page itself shows."""
    return any(
        _is_wanted(use, wanted, rules)
        and not use.is_conditional
        and any(is_of_kind(use, kind) for kind in kinds)
        for use in own_uses(text, rules, page)
    )


def _spread(levels: dict[str, str], uses: Mapping[str, list[Use]]) -> None:
    """Add to pages what those bring that they transclude themselves, rings of them too."""
    callers: dict[str, list[tuple[str, bool]]] = {}
    for title, mine in uses.items():
        for use in mine:
            if use.kind == Kind.TRANSCLUSION and use.target in levels and use.target != title:
                callers.setdefault(use.target, []).append((title, use.is_conditional))
    todo = [title for title, level in levels.items() if level != NEVER]
    while todo:
        called = todo.pop()
        for caller, is_conditional in callers.get(called, ()):
            level = CONDITIONAL if is_conditional else levels[called]
            if _ORDER[level] > _ORDER[levels[caller]]:
                levels[caller] = level
                todo.append(caller)
