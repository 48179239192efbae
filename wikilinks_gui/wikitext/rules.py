# SPDX-License-Identifier: MIT
"""How one wiki reads wikitext: its namespaces, tags and link trail."""

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import regex

from wikilinks_gui.mediawiki.siteinfo import FILE_NAMESPACE, TEMPLATE_NAMESPACE, SiteInfo

FILE, TEMPLATE = FILE_NAMESPACE, TEMPLATE_NAMESPACE
MEDIA, SPECIAL, CATEGORY, MODULE = -2, -1, 14, 828
"""The ids of namespaces that mean something in wikitext (mediawiki.org: Manual:Namespace)."""

CORE_TAGS = frozenset({"gallery", "indicator", "nowiki", "pre", "ref", "references"})
"""The tags of a wiki that does not name its own: MediaWiki's, and those that nearly all have."""

ENGLISH_WORDS = {
    "defaultcategorysort": "defaultsort",
    "defaultsortkey": "defaultsort",
    "pagesincat": "pagesincategory",
    "pagesinns": "pagesinnamespace",
    "section": "lst",
    "section-h": "lsth",
    "section-x": "lstx",
}
"""Other names of functions, as in ``SiteInfo.magic_words``, where a wiki does not tell its own."""

_ENGLISH_TRAIL = "[a-z]+"

_PHP_REGEX = re.compile(r"/\^\((.*)\)\(\.\*\)\$/([a-zA-Z]*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class NamespaceRules:
    """How titles in one namespace are read; ``names`` are all of its names but its own."""

    id: int
    name: str
    names: tuple[str, ...] = ()
    is_capitalized: bool = True  # [[a]] is the page "A"
    has_subpages: bool = False


@dataclass(frozen=True, slots=True)
class WikitextRules:
    """How one wiki reads wikitext."""

    namespaces: Mapping[int, NamespaceRules]
    extension_tags: frozenset[str]  # in lower case, without brackets
    link_trail: str = ""  # as siteinfo gives it: a regular expression of PHP
    converts: bool = False  # between variants of its language: a title has several spellings
    magic_words: Mapping[str, str] = field(default_factory=dict)  # as in SiteInfo
    dots_capital_i: bool = False  # [[i]] is the page "İ"
    meanings: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The pages that doubtful spellings mean, as far as the wiki was asked.

    None is another wiki's, or no title; several are one title in several scripts.
    """
    scripts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Titles in each script of the language, as far as the wiki was asked."""
    ids: Mapping[str, int] = field(init=False, repr=False, compare=False)
    link_options: frozenset[str] = field(init=False, repr=False, compare=False)
    """What a picture's option begins with that tells where it leads: "link" for ``link=``."""

    def __post_init__(self) -> None:
        ids = {
            name.replace("_", " ").lower(): namespace.id
            for namespace in self.namespaces.values()
            for name in (*namespace.names, namespace.name)
            if name
        }
        object.__setattr__(self, "ids", ids)
        options = [word for word, name in self.magic_words.items() if name == "img_link"]
        names = frozenset(word.removesuffix("=$1") for word in options) or frozenset({"link"})
        object.__setattr__(self, "link_options", names)

    def namespace(self, number: int) -> NamespaceRules:
        """Return a namespace, with the usual rules where the wiki does not name it."""
        return self.namespaces.get(number) or NamespaceRules(number, "")

    def namespace_of(self, title: str) -> int:
        """Return the id of the namespace that a full title is in."""
        prefix, colon, _ = title.partition(":")
        return self.ids.get(prefix.lower(), 0) if colon else 0

    def magic_word(self, word: str) -> str:
        """Return MediaWiki's name of a variable or function, "" where it is none.

        A function with a hash has it in its name, too. Where the wiki does not name its own, the
        English ones are taken, and any word may be one.
        """
        name = word.removeprefix("#")
        known = self.magic_words or ENGLISH_WORDS
        found = known.get(name) or known.get(name.lower(), "" if self.magic_words else name.lower())
        return f"#{found}" if found and name != word else found

    def means(self, spelling: str, title: str) -> bool:
        """Return whether the target of a use is known to be a page."""
        return spelling == title or title in self.meanings.get(spelling, ())

    def end_of_trail(self, text: str, start: int) -> int:
        """Return where the letters end that belong to the link which ends at ``start``."""
        found = _trail(self.link_trail).match(text, start)
        return found.end() if found else start


def rules_of(site: SiteInfo) -> WikitextRules:
    """Return the rules of a wiki."""
    return WikitextRules(
        namespaces={
            namespace.id: NamespaceRules(
                id=namespace.id,
                name=namespace.name,
                names=(namespace.canonical, *namespace.aliases),
                is_capitalized=namespace.case != "case-sensitive",
                has_subpages=namespace.subpages,
            )
            for namespace in site.namespaces.values()
        },
        extension_tags=CORE_TAGS if site.extension_tags is None else site.extension_tags,
        link_trail=site.link_trail,
        converts=site.converts,
        magic_words=site.magic_words,
        dots_capital_i=site.dots_capital_i,
    )


def namespaces(entries: Iterable[NamespaceRules]) -> dict[int, NamespaceRules]:
    """Return namespaces by their ids."""
    return {entry.id: entry for entry in entries}


@functools.lru_cache(maxsize=16)
def _trail(php: str) -> regex.Pattern[str]:
    """Compile the letters of a link trail; the English ones where it cannot be read."""
    found = _PHP_REGEX.match(php)
    pattern = found[1].replace(r"\x{", r"\u{") if found else _ENGLISH_TRAIL
    pattern = re.sub(r"\\u\{([0-9A-Fa-f]+)\}", lambda code: f"\\U{code[1]:0>8}", pattern)
    try:
        return regex.compile(pattern)
    except regex.error:
        return regex.compile(_ENGLISH_TRAIL)
