# SPDX-License-Identifier: MIT
"""What the sample wiki is: its names, namespaces and interwiki prefixes."""

from typing import NamedTuple


class Namespace(NamedTuple):
    """One namespace."""

    id: int
    name: str
    aliases: tuple[str, ...] = ()


SITENAME = "Sample wiki"
MAIN_PAGE = "Suoku puslopa"
GENERATOR = "MediaWiki 1.39.17"

SPECIAL, MAIN, TALK = -1, 0, 1

NAMESPACES = {
    namespace.id: namespace
    for namespace in (
        Namespace(-2, "Media", ("Medeja",)),
        Namespace(-1, "Special", ("Seviškuo",)),
        Namespace(0, ""),
        Namespace(1, "Talk", ("Sprīža",)),
        Namespace(2, "User", ("Lītuotuojs",)),
        Namespace(3, "User talk", ("Sprīža ap lītuotuoju",)),
        Namespace(4, "Project", ("Vikipedeja",)),
        Namespace(5, "Project talk", ("Vikipedejis sprīža",)),
        Namespace(6, "File", ("Fails", "Image")),
        Namespace(7, "File talk", ("Image talk", "Sprīža ap failu")),
        Namespace(8, "MediaWiki"),
        Namespace(9, "MediaWiki talk", ("Sprīža ap MediaWiki",)),
        Namespace(10, "Template", ("Taiss",)),
        Namespace(11, "Template talk", ("Sprīža ap taisu",)),
        Namespace(12, "Help", ("Paleigs",)),
        Namespace(13, "Help talk", ("Sprīža ap paleigu",)),
        Namespace(14, "Category", ("Kategoreja",)),
        Namespace(15, "Category talk", ("Sprīža ap kategoreju",)),
    )
}
"""English names, with the Latgalian Wikipedia's as aliases."""

NAMESPACE_IDS = {
    name.replace(" ", "_").lower(): namespace.id
    for namespace in NAMESPACES.values()
    for name in (namespace.name, *namespace.aliases)
    if name
}

NO_SUBPAGES = (6, 14)
"""Namespaces above that of articles in which MediaWiki has no subpages."""

LINK_TRAIL = "/^([a-zA-ZĀāČčĒēĢģĪīĶķĻļŅņŠšŪūŽž]+)(.*)$/sDu"
"""The letters that continue the text of a link, as in the Latgalian Wikipedia."""

INTERWIKIS = {
    "commons": "https://commons.wikimedia.org/wiki/$1",
    "en": "https://en.wikipedia.org/wiki/$1",
    "ltg": "https://ltg.wikipedia.org/wiki/$1",
    "mw": "https://www.mediawiki.org/wiki/$1",
    "wikt": "https://en.wiktionary.org/wiki/$1",
}
"""Prefixes that lead to other wikis, and where to, with $1 for the title."""
