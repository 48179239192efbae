# SPDX-License-Identifier: MIT
"""Pages that link to a hub: in their text, through templates, through a redirect; and the truth."""

from wikilinks_gui.table.origin import Origin

PLAIN = {f"Plain {number:02}": f"It is number {number} of the [[hub]]s." for number in range(60)}
PAGES = {
    "Hub": "The hub.",
    "Alias": "#REDIRECT [[Hub]]",
    "Template:Box": "* [[Hub]]\n* [[Alias|Other]]",
    "Template:Shy": "{{#if:{{{1|}}}|{{{1}}}|[[Hub]]}}",
    **PLAIN,
    "Boxed": "Text.\n\n{{Box}}",
    "Both": "== Head ==\nIt is a [[Hub]].\n\n{{box}}",
    "Argument": "{{Shy|Here is the [[Hub]].}}",
    "Shy only": "{{Shy}}",
    "Through alias": "First. An [[alias]] in a sentence. Last.",
}
TEXT = ("Alias", "Template:Box", "Template:Shy", *PLAIN, "Argument")
ORIGINS = {(title, ""): Origin.TEXT for title in TEXT} | {
    ("Template:Box", "Alias"): Origin.TEXT,
    ("Through alias", "Alias"): Origin.TEXT,
    ("Boxed", ""): Origin.TEMPLATE,
    ("Boxed", "Alias"): Origin.TEMPLATE,
    ("Both", ""): Origin.BOTH,
    ("Both", "Alias"): Origin.TEMPLATE,
    ("Shy only", ""): Origin.TEMPLATE,
}
"""Where each link to the hub comes from, by title and the redirect that it links through."""
