# SPDX-License-Identifier: MIT
"""The rules of a wiki for the tests: MediaWiki's own in English, with some extensions."""

from wikilinks_gui.wikitext.rules import NamespaceRules, WikitextRules, namespaces

ENGLISH = WikitextRules(
    namespaces(
        [
            NamespaceRules(-2, "Media"),
            NamespaceRules(-1, "Special"),
            NamespaceRules(0, ""),
            NamespaceRules(1, "Talk", has_subpages=True),
            NamespaceRules(2, "User", has_subpages=True),
            NamespaceRules(4, "Test wiki", ("Project",), has_subpages=True),
            NamespaceRules(6, "File", ("Image",)),
            NamespaceRules(10, "Template", has_subpages=True),
            NamespaceRules(12, "Help", has_subpages=True),
            NamespaceRules(14, "Category"),
        ]
    ),
    frozenset(
        "gallery imagemap indicator math nowiki poem pre ref references syntaxhighlight".split()  # noqa: SIM905
    ),
    "/^([a-z]+)(.*)$/sD",
)
