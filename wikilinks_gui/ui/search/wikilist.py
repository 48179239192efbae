# SPDX-License-Identifier: MIT
"""Which wikis can be chosen, and which of them are meant by what is typed."""

import functools
import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urlsplit

from wikilinks_gui.mediawiki.address import host_name, may_be_address
from wikilinks_gui.resources import resource_path
from wikilinks_gui.translation import _
from wikilinks_gui.wikis.connector import SAMPLE


@dataclass(frozen=True, slots=True)
class WikiChoice:
    """A wiki that can be chosen; ``key`` names it in the store."""

    address: str
    name: str
    key: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the chooser's list."""

    kind: Literal["wiki", "add", "ask"]  # ask: for an address, to add a wiki
    text: str
    address: str = ""
    behind: str = ""
    begins: bool = False  # others of another sort stand before
    added: str = ""  # the key of a wiki that was added and can be taken from the list


@dataclass(frozen=True, slots=True)
class _Builtin:
    choice: WikiChoice
    own: str
    language: str


def builtin_wikis() -> list[WikiChoice]:
    """Give the wikis that everybody is offered, the sample wiki last."""
    return [builtin.choice for builtin in _builtins()]


def wiki_names(wikis: Iterable[WikiChoice]) -> dict[str, str]:
    """Return the names of wikis and of the built-in ones, by their keys.

    Those of the same name are told apart by their place. Of several choices with the same key
    the first counts, and a built-in one before that.
    """
    known: dict[str, WikiChoice] = {}
    for wiki in (*builtin_wikis(), *wikis):
        known.setdefault(wiki.key, wiki)
    counts = Counter(wiki.name.casefold() for wiki in known.values())
    return {
        key: wiki.name
        if counts[wiki.name.casefold()] == 1
        else _("{name} ({place})").format(name=wiki.name, place=place_of(wiki.address))
        for key, wiki in known.items()
    }


def entries_for(typed: str, used: Sequence[WikiChoice]) -> list[Entry]:
    """List the wikis that fit: those used before, in their order, then the others, best first.

    An address that is typed can be added: that comes first, unless it is a built-in wiki's.
    """
    builtins = {builtin.choice.key: builtin for builtin in _builtins()}
    entries = []
    address = typed.strip()
    if may_be_address(address) and host_name(address) not in _builtin_hosts():
        text = _("Add the wiki at {address}").format(address=f"\u2068{address}\u2069")
        entries.append(Entry("add", text, address))
    wanted = (
        (host_name(address).removeprefix("www.") or typed) if may_be_address(address) else typed
    )
    names = wiki_names(used)
    before = [_entry(wiki, builtins.get(wiki.key), names[wiki.key]) for wiki in used]
    keys = {wiki.key for wiki in used}
    others = [
        _entry(each.choice, each, each.choice.name)
        for key, each in builtins.items()
        if key not in keys
    ]
    for group in (before, others):
        ranked = [(rank, entry) for entry, words in group if (rank := _rank(words, wanted)) < _NOT]
        ranked.sort(key=lambda pair: pair[0])
        entries += _begun([entry for _rank, entry in ranked], bool(entries))
    return entries + _begun([Entry("ask", _("Add a wiki…"))], bool(entries))


def place_of(address: str) -> str:
    """Return where a wiki is, in short: its host and port, and the folder of its ``api.php``.

    So two wikis on one host are told apart; "" where the address has no host.
    """
    host = host_name(address)
    if not host:
        return ""
    parts = urlsplit(address if "://" in address else f"//{address}")
    host = f"[{host}]" if ":" in host else host
    try:
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        port = ""
    folder, _slash, script = parts.path.rpartition("/")
    return host + port + (folder.removesuffix("/w") if script == "api.php" else "")


@functools.cache
def _builtins() -> tuple[_Builtin, ...]:
    wikis = json.loads(resource_path("wikis.json").read_text(encoding="utf-8"))
    listed = [
        _Builtin(
            WikiChoice(wiki["address"], wiki["name"], wiki["address"]),
            wiki["own"],
            wiki["language"],
        )
        for wiki in wikis
    ]
    sample = WikiChoice(SAMPLE, _("Sample wiki (no network)"), SAMPLE)
    return (*listed, _Builtin(sample, "", ""))


@functools.cache
def _builtin_hosts() -> frozenset[str]:
    hosts = [host_name(builtin.choice.address) for builtin in _builtins()]
    return frozenset([*hosts, *(host.removeprefix("www.") for host in hosts)])


def _entry(wiki: WikiChoice, builtin: _Builtin | None, name: str) -> tuple[Entry, list[str]]:
    """Make a line of a wiki, and give the words by which it is found."""
    host = host_name(wiki.address)
    if builtin is None:
        place = place_of(wiki.address)
        words = [wiki.name, host, wiki.address]
        behind = "" if place in name else place
        return Entry("wiki", name, wiki.address, behind, added=wiki.key), words
    own = builtin.own
    behind = own if own and own not in name else ""
    words = [name, own, builtin.language, host.partition(".")[0], host]
    return Entry("wiki", name, wiki.address, behind), words


def _begun(entries: list[Entry], others_before: bool) -> list[Entry]:
    """Mark the first line of a group that has others before it."""
    if entries and others_before:
        entries[0] = replace(entries[0], begins=True)
    return entries


_NOT = 4


def _rank(words: Sequence[str], typed: str) -> int:
    """Tell how well a wiki fits what is typed: 0 is best, 4 is not at all."""
    wanted = _folded(typed).split()
    whole = " ".join(wanted)
    folded = [_folded(word) for word in words]
    if not wanted:
        return 0
    if whole in folded:
        return 0
    if any(word.startswith(whole) for word in folded):
        return 1
    parts = " ".join(folded).split()
    if all(any(part.startswith(word) for part in parts) for word in wanted):
        return 2
    everything = " ".join(folded)
    return 3 if all(word in everything for word in wanted) else _NOT


def _folded(text: str) -> str:
    """Leave out what tells letters apart that people type alike: case and accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c))
