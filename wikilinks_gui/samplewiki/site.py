# SPDX-License-Identifier: MIT
"""What the sample wiki is: its names, namespaces and interwiki prefixes."""

from typing import NamedTuple


class Namespace(NamedTuple):
    """One namespace."""

    id: int
    name: str
    aliases: tuple[str, ...] = ()


class Interwiki(NamedTuple):
    """A prefix that leads to another wiki."""

    prefix: str
    url: str  # with $1 for the title


SITENAME = "Sample wiki"
MAIN_PAGE = "Suoku puslopa"
GENERATOR = "MediaWiki 1.39.17"

SPECIAL, MAIN, TALK, USER, USER_TALK, FILE, MEDIAWIKI, MEDIA = -1, 0, 1, 2, 3, 6, 8, -2

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

WITHOUT_SUBPAGES = {-2, -1, 0, 6, 14}

NAMESPACE_IDS = {
    name.replace(" ", "_").lower(): namespace.id
    for namespace in NAMESPACES.values()
    for name in (namespace.name, *namespace.aliases)
    if name
}

INTERWIKIS = {
    interwiki.prefix: interwiki
    for interwiki in (
        Interwiki("commons", "https://commons.wikimedia.org/wiki/$1"),
        Interwiki("en", "https://en.wikipedia.org/wiki/$1"),
        Interwiki("ltg", "https://ltg.wikipedia.org/wiki/$1"),
        Interwiki("mw", "https://www.mediawiki.org/wiki/$1"),
        Interwiki("wikt", "https://en.wiktionary.org/wiki/$1"),
    )
}

_SPECIAL_PAGES = (
    "AllMessages AllPages AncientPages Badtitle Blankpage Block BlockList BookSources "
    "BrokenRedirects Categories ChangeEmail ChangePassword ComparePages Contributions "
    "CreateAccount DeadendPages Diff DoubleRedirects EditWatchlist EmailUser ExpandTemplates "
    "Export FewestRevisions FileDuplicateSearch Import LinkSearch ListFiles ListGroupRights "
    "ListRedirects ListUsers Log LonelyPages LongPages MediaStatistics MIMESearch "
    "MostLinkedCategories MostLinkedPages MostLinkedTemplates MostRevisions "
    "MovePage NewPages Permalink Preferences PrefixIndex ProtectedPages ProtectedTitles "
    "Random RandomInCategory RandomRedirect RecentChanges RecentChangesLinked Redirect "
    "Search ShortPages SpecialPages Statistics Tags TrackingCategories UncategorizedCategories "
    "UncategorizedFiles UncategorizedPages UncategorizedTemplates Undelete UnusedCategories "
    "UnusedFiles UnusedTemplates UnwatchedPages Upload UserLogin UserLogout UserRights Version "
    "WantedCategories WantedFiles WantedPages WantedTemplates Watchlist WhatLinksHere "
    "WithoutInterwiki"
)
SPECIAL_PAGES = {name.lower(): name for name in _SPECIAL_PAGES.split()}
"""The better known special pages; MediaWiki has more, and more names for these."""
