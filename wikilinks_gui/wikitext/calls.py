# SPDX-License-Identifier: MIT
"""Calls between double braces: which page they transclude, and what of them is shown."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from wikilinks_gui.wikitext.links import LinkReader
from wikilinks_gui.wikitext.nodes import Call, Item, Part
from wikilinks_gui.wikitext.rules import TEMPLATE
from wikilinks_gui.wikitext.titles import UNKNOWN, Title, read_title, subpage
from wikilinks_gui.wikitext.view import MARK, View, view_of
from wikilinks_gui.wikitext.words import FUNCTIONS, SECTION_FUNCTIONS, WITHOUT_EFFECT

_NUMBER = re.compile(r"[-+]?\d+(?:\.\d*)?")
_MOST_DEPTH = 5  # of conditions in conditions that are found out


@dataclass(slots=True)
class Argument:
    """Wikitext of a call that may be shown."""

    items: Sequence[Item]
    is_value: bool = False  # a template's argument
    name: str = ""  # of such an argument, "" where it is not known
    is_conditional: bool = False  # it depends on something whether it is shown


@dataclass(slots=True)
class Called:
    """What a call is."""

    inline: str | Sequence[Item] | None = None  # what always stands in its place
    title: Title | None = None  # the page that it transcludes
    name: tuple[int, int] = (0, 0)  # offsets of the name
    is_section: bool = False  # of that page only a section
    arguments: list[Argument] = field(default_factory=list)
    tags: list[tuple[str, Part]] = field(default_factory=list)  # of {{#tag:}}, with the content


class Calls:
    """Reads the calls in a text, as on one page."""

    def __init__(
        self,
        reader: LinkReader,
        text: str,
        *,
        is_included: bool,
        is_of_interest: Callable[[int, int], bool] | None = None,
    ) -> None:
        self.reader = reader
        self.text = text
        self.is_included = is_included
        self.is_of_interest = is_of_interest  # whether what stands between two offsets is
        self.known: dict[tuple[int, int], Called] = {}  # by offsets
        self.depth = 0

    def inline(self, call: Call) -> str | Sequence[Item] | None:
        """Return what stands in the place of a call on this page, None where that is not known."""
        if (
            self.is_of_interest
            and len(call.parts) > 1
            and not call.is_parameter
            and ":" not in self.text[call.start : call.parts[1].start]  # no function
            and not self.is_of_interest(call.start, call.end)
        ):
            return None
        return self.called(call).inline

    def called(self, call: Call) -> Called:
        """Return what a call is."""
        key = call.start, call.end
        found = self.known.get(key)
        if found is None:
            if self.depth > _MOST_DEPTH:
                return Called()
            self.depth += 1
            found = self._parameter(call) if call.is_parameter else self._called(call)
            self.depth -= 1
            self.known[key] = found
        return found

    def _view(self, items: Sequence[Item]) -> View:
        return view_of(items, self.text, 0, self.inline)

    def _parameter(self, call: Call) -> Called:
        """On the page itself no parameter is given, so that its default holds."""
        has_default = len(call.parts) > 1
        if not self.is_included:
            whole = self.text[call.start : call.end]
            return Called(call.parts[1].items if has_default else whole)
        default = [Argument(part.items, is_conditional=True) for part in call.parts[1:2]]
        return Called(arguments=default)

    def _called(self, call: Call) -> Called:
        parts = call.parts
        view = self._view(parts[0].items)
        name = view.text.strip()
        start = len(view.text) - len(view.text.lstrip())
        word = self._function_name(name)
        if word == "subst":
            return Called(_as_written(call))
        if len(parts) == 1:
            constant = self._constant(name)
            if constant is not None:
                return Called(constant)
        while word in WITHOUT_EFFECT:
            rest = name.partition(":")[2].lstrip()
            start += len(name) - len(rest)
            name, word = rest, self._function_name(rest)
        found = Called()
        if word.startswith("#") or word in FUNCTIONS:
            argument = name.partition(":")[2].strip()
            self._function(found, word, argument, parts)
            if word in SECTION_FUNCTIONS:
                found.is_section = True
                found.title = read_title(argument, self.reader.rules)
        elif MARK not in name:
            found.title = self._template(name)
            if found.title is None:
                return Called(_as_written(call))
            found.arguments += self._values(parts)
            if UNKNOWN in name:  # if that makes it no title, it is shown
                found.arguments.append(Argument(parts[0].items, is_conditional=True))
        else:
            return Called(_as_written(call))
        found.name = view.source_start(start), view.source_end(start + max(len(name), 1))
        return found

    def _function_name(self, name: str) -> str:
        """Return MediaWiki's name of the function that a call begins with, "" where it does not."""
        word, colon, _argument = name.partition(":")
        if not colon:
            return ""
        return self.reader.rules.magic_word(word) or (word.lower() if word[:1] == "#" else "")

    def _constant(self, name: str) -> str | None:
        """Return what a magic word is on this page: a sign, or part of the page's name."""
        if name in {"!", "="}:
            return "|" if name == "!" else "="
        page, rules = self.reader.page, self.reader.rules
        if self._function_name(name) == "ns":
            key = name.partition(":")[2].strip().replace("_", " ").lower()
            is_number = key.lstrip("-").isdecimal()
            found = int(key) if is_number and len(key) < 9 else rules.ids.get(key)
            return None if found is None else rules.namespace(found).name
        if self.is_included or not (rules.magic_words or name.isupper()):
            return None
        number = rules.namespace_of(page)
        namespace = rules.namespace(number).name
        local = page.partition(":")[2] if namespace else page
        has_levels = self.reader.has_subpages and "/" in local
        return {
            "pagename": local,
            "fullpagename": page,
            "basepagename": local.rpartition("/")[0] if has_levels else local,
            "rootpagename": local.partition("/")[0] if has_levels else local,
            "subpagename": local.rpartition("/")[2] if has_levels else local,
            "namespace": namespace,
            "namespacenumber": str(number),
        }.get(rules.magic_word(name))

    def _template(self, name: str) -> Title | None:
        """Return the page that a call's name means."""
        page, rules = self.reader.page, self.reader.rules
        if self.reader.has_subpages and name[:1] in {"/", "."}:
            relative = subpage(name, page)
            if relative != name:
                return read_title(relative, rules, rules.namespace_of(page))
        return read_title(name, rules, TEMPLATE)

    def _values(self, parts: list[Part]) -> Iterable[Argument]:
        """Return a template's arguments; of several with one name the last counts."""
        values: dict[str, Argument] = {}
        position = 0
        for number, part in enumerate(parts[1:]):
            if part.equals < 0:
                position += 1
                name = str(position)
                value = Argument(part.items, is_value=True, name=name)
            else:
                name = self._view(part.items[: part.equals]).text.strip()
                is_known = UNKNOWN not in name and MARK not in name
                value = Argument(part.items[part.equals + 1 :], True, name if is_known else "")
                name = name if is_known else f"{name}\0{number}"
            values[name] = value
        return values.values()

    def _function(self, found: Called, name: str, argument: str, parts: list[Part]) -> None:
        """Read a parser function: which of its arguments are shown, as far as that is known."""
        if name == "#tag":
            found.tags += [(argument.lower(), part) for part in parts[1:2]]
            return
        shown = self._chosen(name, argument, parts)
        if shown is not None:
            found.inline = [_result(name, part) for part in shown]
            return
        skipped = {"#if": 1, "#ifeq": 2, "#ifexpr": 1, "#ifexist": 1, "#switch": 1}.get(name, 0)
        found.arguments += [
            Argument(_result(name, part), is_conditional=True) for part in parts[skipped:]
        ]

    def _chosen(self, name: str, subject: str, parts: list[Part]) -> list[Part] | None:
        """Return the arguments that constants choose; None where they are not constants."""
        if UNKNOWN in subject:
            return None
        if name == "#if":
            return parts[1:2] if subject else parts[2:3]
        if name == "#ifeq" and len(parts) > 1:
            other = self._view(parts[1].items).text
            if UNKNOWN in other:
                return None
            return parts[2:3] if _equal(subject, other.strip()) else parts[3:4]
        if name == "#switch" and len(parts) > 1:
            return self._case(subject, parts)
        return None

    def _case(self, subject: str, parts: list[Part]) -> list[Part] | None:
        is_found = False
        default: list[Part] = []
        for part in parts[1:]:
            has_result = part.equals >= 0
            items = part.items[: part.equals] if has_result else part.items
            case = self._view(items).text.strip()
            if UNKNOWN in case and (has_result or part is not parts[-1]):
                return None
            is_found = is_found or _equal(subject, case)
            if has_result and is_found:
                return [part]
            if has_result and self.reader.rules.magic_word(case) == "#default":
                default = [part]
        return [parts[-1]] if parts[-1].equals < 0 else default


def _as_written(call: Call) -> list[Item]:
    """Return the items of a call that is no call."""
    items: list[Item] = [(call.start, call.parts[0].start), call.parts[0].items]
    for part in call.parts[1:]:
        items += (part.start - 1, part.start), part.items
    return [*items, (call.end - 2, call.end)]


def _result(name: str, part: Part) -> list[Item]:
    """Return what is shown of an argument: all of it, but in a switch only the result."""
    is_case = name == "#switch" and part.equals >= 0
    return part.items[part.equals + 1 :] if is_case else part.items


def _equal(one: str, other: str) -> bool:
    if _NUMBER.fullmatch(one) and _NUMBER.fullmatch(other):
        return float(one) == float(other)
    return one == other
