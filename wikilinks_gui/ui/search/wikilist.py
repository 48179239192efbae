# SPDX-License-Identifier: MIT
"""Which wikis can be chosen, and which of them are meant by what is typed."""

import functools
import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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
    own_name: str = ""  # in its own language
    language: str = ""


@dataclass(frozen=True, slots=True)
class WikiEntry:
    """A line of the chooser's list."""

    text: str
    address: str = ""  # "": asks for one, to add a wiki
    behind: str = ""
    added: str = ""  # the key of a wiki that was added and can be removed from the list


@functools.cache
def builtin_wikis() -> tuple[WikiChoice, ...]:
    """Return the wikis that everybody is offered, the sample wiki last."""
    wikis = json.loads(resource_path("wikis.json").read_text(encoding="utf-8"))
    return (
        *(
            WikiChoice(
                wiki["address"], wiki["name"], wiki["address"], wiki["own"], wiki["language"]
            )
            for wiki in wikis
        ),
        WikiChoice(SAMPLE, _("Sample wiki (no network)"), SAMPLE),
    )


def wiki_names(wikis: Iterable[WikiChoice]) -> dict[str, str]:
    """Return the names of wikis and of the built-in ones, by their keys.

    Wikis of the same name get their place added. Of several choices with the same key
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


def entries_for(typed: str, used: Sequence[WikiChoice]) -> list[WikiEntry]:
    """List the wikis that fit: those used before, in their order, then the others, best first.

    An address that is typed can be added: that comes first, unless it is a built-in wiki's.
    """
    address, wanted = typed.strip(), typed
    to_add = []
    if may_be_address(address):
        host = host_name(address)
        wanted = host.removeprefix("www.") or typed
        if host not in _builtin_hosts():
            text = _("Add the wiki at {address}").format(address=f"\u2068{address}\u2069")
            to_add = [WikiEntry(text, address)]
    names = wiki_names(used)
    builtins = {wiki.key: wiki for wiki in builtin_wikis()}
    before = [_entry(wiki, builtins.get(wiki.key), names[wiki.key]) for wiki in used]
    for wiki in used:
        builtins.pop(wiki.key, None)
    others = [_entry(wiki, wiki, wiki.name) for wiki in builtins.values()]
    found = [*to_add, *_fitting(before, wanted), *_fitting(others, wanted)]
    return [*found, WikiEntry(_("Add a wiki…"))]


def place_of(address: str) -> str:
    """Return where a wiki is, in short: its host and port, and the folder of its ``api.php``.

    It distinguishes wikis on the same host; "" if the address has no host.
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
def _builtin_hosts() -> frozenset[str]:
    hosts = [host_name(wiki.address) for wiki in builtin_wikis()]
    return frozenset([*hosts, *(host.removeprefix("www.") for host in hosts)])


def _entry(wiki: WikiChoice, builtin: WikiChoice | None, name: str) -> tuple[WikiEntry, list[str]]:
    """Return the line of a wiki, and the words by which it is found."""
    host = host_name(wiki.address)
    if builtin is None:
        place = place_of(wiki.address)
        words = [wiki.name, host, wiki.address]
        behind = "" if place in name else place
        return WikiEntry(name, wiki.address, behind, added=wiki.key), words
    own = builtin.own_name
    words = [name, own, builtin.language, host.partition(".")[0], host]
    return WikiEntry(name, wiki.address, "" if own in name else own), words


def _fitting(entries: list[tuple[WikiEntry, list[str]]], wanted: str) -> list[WikiEntry]:
    """Return the entries that fit what is typed, best first."""
    ranked = [(rank, entry) for entry, words in entries if (rank := _rank(words, wanted)) < _NOT]
    return [entry for _rank, entry in sorted(ranked, key=lambda pair: pair[0])]


_NOT = 4


def _rank(words: Sequence[str], typed: str) -> int:
    """Return how well a wiki fits what is typed: 0 is best, 4 is not at all."""
    wanted = _folded(typed).split()
    whole = " ".join(wanted)
    folded = [_folded(word) for word in words]
    if not wanted or whole in folded:
        return 0
    if any(word.startswith(whole) for word in folded):
        return 1
    parts = " ".join(folded).split()
    if all(any(part.startswith(word) for part in parts) for word in wanted):
        return 2
    everything = " ".join(folded)
    return 3 if all(word in everything for word in wanted) else _NOT


def _folded(text: str) -> str:
    """Fold letters that people type alike: remove case and accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c))
