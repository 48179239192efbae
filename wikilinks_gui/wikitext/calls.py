# SPDX-License-Identifier: MIT
"""Calls between double braces: which page they transclude, and what of them is shown."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from wikilinks_gui.wikitext.links import LinkReader
from wikilinks_gui.wikitext.preprocessor import Call, Item, Part
from wikilinks_gui.wikitext.rules import TEMPLATE
from wikilinks_gui.wikitext.titles import UNKNOWN, Title, read_title, subpage
from wikilinks_gui.wikitext.view import MARK, Constant, view_of
from wikilinks_gui.wikitext.words import FUNCTIONS, SECTION_FUNCTIONS, UNSUBSTITUTED

_NO_EFFECT = re.compile(r"(?:safesubst:)?\s*(?:(?:msgnw|msg):)?\s*(?:raw:)?", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d*)?")


@dataclass(slots=True)
class Called:
    """What a call is.

    ``values`` are stretches of it that may be shown: their items, whether they are a template's
    argument, and whether it depends on something that they are shown.
    """

    title: Title | None = None  # the page that it transcludes
    name: tuple[int, int] = (0, 0)  # offsets of the name
    is_section: bool = False  # of that page only a section
    values: list[tuple[Sequence[Item], bool, bool]] = field(default_factory=list)
    tags: list[tuple[str, Part]] = field(default_factory=list)  # of {{#tag:}}, with the content


@dataclass(frozen=True, slots=True)
class Calls:
    """Reads calls as on one page."""

    reader: LinkReader
    is_included: bool

    def constant_in(self, text: str) -> Constant:
        """Return what tells the constants among calls in ``text``."""

        def constant(call: Call) -> str | None:
            return self.constant(call, text)

        return constant

    def constant(self, call: Call, text: str) -> str | None:
        """Return what a call always is on this page, None where that is not known."""
        if call.is_parameter:
            return None if self.is_included else _default(call, text)
        if len(call.parts) > 1:
            return None
        name = text[call.start + 2 : call.end - 2].strip()
        if name in {"!", "="}:
            return "|" if name == "!" else "="
        return None if self.is_included else self._page_name(name)

    def _page_name(self, name: str) -> str | None:
        """Return what a magic word is that names the page, or a namespace."""
        page, rules = self.reader.page, self.reader.rules
        number = rules.namespace_of(page)
        namespace = rules.namespace(number).name
        local = page.partition(":")[2] if namespace else page
        words = {
            "PAGENAME": local,
            "FULLPAGENAME": page,
            "SUBPAGENAME": local.rpartition("/")[2] if self.reader.has_subpages else local,
            "NAMESPACE": namespace,
        }
        if name in words:
            return words[name]
        prefix, colon, value = name.partition(":")
        if colon and prefix.lower() == "ns":
            key = value.strip().replace("_", " ").lower()
            is_number = key.lstrip("-").isdecimal()
            found = int(key) if is_number and len(key) < 9 else rules.ids.get(key)
            return None if found is None else rules.namespace(found).name
        return None

    def template(self, name: str) -> Title | None:
        """Return the page that a call's name means."""
        page, rules = self.reader.page, self.reader.rules
        if self.reader.has_subpages and name[:1] in {"/", "."}:
            relative = subpage(name, page)
            if relative != name:
                return read_title(relative, rules, rules.namespace_of(page))
        return read_title(name, rules, TEMPLATE)


def _default(call: Call, text: str) -> str | None:
    """Return a parameter as it is on the page itself, where it is plain text."""
    if len(call.parts) < 2:
        return text[call.start : call.end]
    plain = ""
    for item in call.parts[1].items:
        if not isinstance(item, tuple):
            return None
        plain += text[slice(*item)]
    return None if "[[" in plain else plain


def called(call: Call, text: str, calls: Calls) -> Called:
    """Return what a call in ``text`` is."""
    found = Called()
    parts = call.parts
    if call.is_parameter:
        if len(parts) > 1:
            found.values.append((parts[1].items, False, calls.is_included))
        return found
    constant = calls.constant_in(text)
    view = view_of(parts[0].items, text, 0, constant)
    name = view.text.strip()
    start = len(view.text) - len(view.text.lstrip())
    prefix = name.partition(":")[0].lower()
    if prefix in UNSUBSTITUTED:
        found.values += [(part.items, False, False) for part in parts]
        return found
    skipped = _NO_EFFECT.match(name)
    if skipped and skipped.end():
        start += skipped.end()
        name = name[skipped.end() :].strip()
        prefix = name.partition(":")[0].lower()
    if ":" in name and (prefix.startswith("#") or prefix in FUNCTIONS):
        argument = name.partition(":")[2].strip()
        _function(found, prefix, argument, parts, text, constant)
        if prefix in SECTION_FUNCTIONS:
            found.is_section = True
            found.title = read_title(argument, calls.reader.rules)
        found.name = view.source_start(start), view.source_end(start + max(len(name), 1))
        return found
    if MARK not in name:
        found.title = calls.template(name)
    if found.title is None:
        # It stays as it is written, and what stands in it is read.
        found.values += [(part.items, False, False) for part in parts]
        return found
    found.name = view.source_start(start), view.source_end(start + max(len(name), 1))
    found.values += [(items, True, False) for items in _arguments(parts, text, constant)]
    return found


def _arguments(parts: list[Part], text: str, constant: Constant) -> list[Sequence[Item]]:
    """Return the values of a template's arguments; of several with one name the last counts."""
    values: dict[str, Sequence[Item]] = {}
    position = 0
    for number, part in enumerate(parts[1:]):
        if part.equals < 0:
            position += 1
            name, value = str(position), part.items
        else:
            name = view_of(part.items[: part.equals], text, 0, constant).text.strip()
            value = part.items[part.equals + 1 :]
            if UNKNOWN in name or MARK in name:
                name += f"\0{number}"
        values[name] = value
    return list(values.values())


def _function(
    found: Called, name: str, argument: str, parts: list[Part], text: str, constant: Constant
) -> None:
    """Read a parser function: which of its arguments are shown, as far as that is known."""
    if name == "#tag":
        if len(parts) > 1:
            found.tags.append((argument.lower(), parts[1]))
        return
    shown: list[Part] | None = None
    if name in {"#if", "#ifeq", "#switch"}:
        texts = [argument, *(view_of(part.items, text, 0, constant).text for part in parts[1:])]
        shown = _chosen(name, texts, parts)
    if shown is not None:
        found.values += [(_result(name, part), False, False) for part in shown]
        return
    is_condition = name in {"#if", "#ifeq", "#ifexpr", "#ifexist", "#switch"}
    skipped = 2 if name == "#ifeq" else int(is_condition)
    found.values += [(_result(name, part), False, True) for part in parts[skipped:]]


def _result(name: str, part: Part) -> Sequence[Item]:
    """Return what is shown of an argument: all of it, but in a switch only the result."""
    is_case = name == "#switch" and part.equals >= 0
    return part.items[part.equals + 1 :] if is_case else part.items


def _chosen(name: str, texts: list[str], parts: list[Part]) -> list[Part] | None:
    """Return the arguments that are shown by a condition of constants; None for any other."""
    if name == "#if":
        return None if UNKNOWN in texts[0] else parts[1:2] if texts[0].strip() else parts[2:3]
    if name == "#ifeq":
        if len(texts) < 2 or UNKNOWN in texts[0] + texts[1]:
            return None
        return parts[2:3] if _equal(texts[0].strip(), texts[1].strip()) else parts[3:4]
    if UNKNOWN in texts[0]:
        return None
    is_found = False
    default: list[Part] = []
    for text, part in zip(texts[1:], parts[1:], strict=True):
        case, equals, _ = text.partition("=") if part.equals >= 0 else (text, "", "")
        if UNKNOWN in case and equals:
            return None
        case = case.strip()
        is_found = is_found or _equal(texts[0].strip(), case)
        if equals and is_found:
            return [part]
        if equals and case == "#default":
            default = [part]
    if parts[-1].equals < 0 and len(parts) > 1:
        return [parts[-1]]
    return default


def _equal(one: str, other: str) -> bool:
    if _NUMBER.fullmatch(one) and _NUMBER.fullmatch(other):
        return float(one) == float(other)
    return one == other
