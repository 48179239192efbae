# SPDX-License-Identifier: MIT
"""What templates bring a link to the pages that transclude them."""

from collections.abc import Mapping
from dataclasses import dataclass

from wikilinks_gui.table.row import Kind
from wikilinks_gui.wikitext.rules import WikitextRules
from wikilinks_gui.wikitext.scanner import own_uses, transcluded_uses
from wikilinks_gui.wikitext.use import Use, Wanted, is_of_kind, wanted_kinds

CERTAIN, CONDITIONAL, NEVER = "certain", "conditional", "never"

_ORDER = {NEVER: 0, CONDITIONAL: 1, CERTAIN: 2}


@dataclass(frozen=True, slots=True)
class Carrier:
    """A page that links, and whether the pages that transclude it get that link."""

    title: str
    certainties: Mapping[Kind, str]  # by the kind of use
    calls: frozenset[str] = frozenset()  # those among them that it transcludes
    is_explained: bool = True  # False: nothing in its wikitext says how its own link is made

    def certainty(self, kind: Kind) -> str:
        """Return CERTAIN, CONDITIONAL or NEVER."""
        return self.certainties.get(kind, NEVER)


def carriers(texts: Mapping[str, str], wanted: Wanted, rules: WikitextRules) -> dict[str, Carrier]:
    """Return what each page brings to those who transclude it; ``texts`` by full title.

    All of them are known to link to the page that is wanted, and so are rows themselves.
    """
    uses = {title: transcluded_uses(text, rules) for title, text in texts.items()}
    kinds = wanted_kinds(wanted)
    found: dict[str, dict[Kind, str]] = {title: {} for title in texts}
    explained = dict.fromkeys(texts, True)
    for kind in kinds:
        levels = {title: _own_level(uses[title], kind, wanted.title) for title in texts}
        _spread(levels, uses)
        for title, text in texts.items():
            if levels[title] == NEVER and not _is_explained(text, title, kind, wanted.title, rules):
                levels[title] = CONDITIONAL
                explained[title] = False
        _spread(levels, uses)
        for title in texts:
            found[title][kind] = levels[title]
    return {
        title: Carrier(title, found[title], _calls(uses[title], texts), explained[title])
        for title in texts
    }


def _calls(uses: list[Use], texts: Mapping[str, str]) -> frozenset[str]:
    calls = {use.target for use in uses if use.kind == Kind.TRANSCLUSION}
    return frozenset(calls & texts.keys())


def _own_level(uses: list[Use], kind: Kind, target: str) -> str:
    """Return what the page's own wikitext brings."""
    mine = [use for use in uses if is_of_kind(use, kind) and use.target == target]
    if not mine:
        return NEVER
    return CERTAIN if any(not use.is_conditional for use in mine) else CONDITIONAL


def _is_explained(text: str, page: str, kind: Kind, target: str, rules: WikitextRules) -> bool:
    """Return whether the page's own link stands in what only the page itself shows."""
    return any(
        is_of_kind(use, kind) and use.target == target and not use.is_conditional
        for use in own_uses(text, rules, page)
    )


def _spread(levels: dict[str, str], uses: Mapping[str, list[Use]]) -> None:
    """Give pages what those bring that they transclude themselves, rings of them too."""
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
