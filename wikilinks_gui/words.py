# SPDX-License-Identifier: MIT
"""Words for people that the command line and the window share, ready to be translated.

Texts are whole sentences with named places, through stdlib ``gettext``: what a translator sees is
what the user reads.
"""

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from wikilinks_gui.mediawiki.address import host_name, is_loopback
from wikilinks_gui.mediawiki.pace import Wait
from wikilinks_gui.mediawiki.siteinfo import TEMPLATE_NAMESPACE, SiteInfo
from wikilinks_gui.translation import _, ngettext

if TYPE_CHECKING:  # the command line does without numpy where it draws nothing
    from wikilinks_gui.graph.colours import Family
    from wikilinks_gui.graph.files.drawing import Captions
    from wikilinks_gui.graph.shapes import Shape


def number(value: int) -> str:
    """Write a number with separators."""
    return f"{value:,}"


def rows(count: int) -> str:
    """Write a number of rows."""
    return ngettext("{count} row", "{count} rows", count).format(count=number(count))


def pages(count: int) -> str:
    """Write a number of pages."""
    return ngettext("{count} page", "{count} pages", count).format(count=number(count))


def links(count: int) -> str:
    """Write a number of links."""
    return ngettext("{count} link", "{count} links", count).format(count=number(count))


def requests(count: int) -> str:
    """Write a number of requests."""
    return ngettext("{count} request", "{count} requests", count).format(count=number(count))


def at_most(requests: int) -> str:
    """Write how many requests there will be at most."""
    sentence = ngettext("at most {count} request", "at most {count} requests", requests)
    return sentence.format(count=number(requests))


def at_most_and_doubts(requests: int) -> str:
    """Write the same of a check, which asks for each page in doubt beside."""
    return _("{requests} + 1 per doubt").format(requests=at_most(requests))


def namespace_name(site: SiteInfo, namespace: int) -> str:
    """Name a namespace as the wiki does, and the one of articles, which has no name there."""
    if namespace == 0:
        return _("Article")
    name = site.namespace_name(namespace)
    return name or _("Namespace {number}").format(number=namespace)


def template_name(site: SiteInfo, title: str) -> str:
    """Return a template's title as pages call it: without the namespace that is for templates."""
    return title.removeprefix(f"{site.namespace_name(TEMPLATE_NAMESPACE)}:")


def kind(name: str) -> str:
    """Return how a page links, by the name of the kind (``KIND_NAMES``)."""
    return {
        "link": _("link"),
        "redirect": _("redirect"),
        "transclusion": _("transclusion"),
        "file": _("file"),
    }[name]


def origin(name: str) -> str:
    """Return where the links of some rows come from, by the name (``ORIGIN_GROUPS``)."""
    return {
        "text": _("text only"),
        "template": _("template only"),
        "both": _("both"),
        "not found": _("not found"),
        "in doubt": _("in doubt"),
        "unknown": _("not known yet"),
    }[name]


def some_of(shown: int, total: int) -> str:
    """Write how many of how many."""
    return _("{shown} of {all}").format(shown=number(shown), all=number(total))


def some_rows(shown: int, total: int) -> str:
    """Write how many rows of how many."""
    sentence = ngettext("{count} of {all} row", "{count} of {all} rows", total)
    return sentence.format(count=number(shown), all=number(total))


def some_pages(shown: int, total: int) -> str:
    """Write how many pages of how many."""
    if shown == total:
        return pages(total)
    sentence = ngettext("{count} of {all} page", "{count} of {all} pages", total)
    return sentence.format(count=number(shown), all=number(total))


def family(site: SiteInfo, family: "Family") -> str:
    """Name the namespaces that share a colour, as the wiki names the first of them."""
    first = {"ARTICLE": 0, "TALK": 1, "USER": 2, "PROJECT": 4, "TEMPLATE": 10}.get(family.name)
    return _("Other namespaces") if first is None else namespace_name(site, first)


def shape(shape: "Shape") -> str:
    """Return what a shape stands for: how a page links."""
    return _("redirects elsewhere") if shape.name == "ELSEWHERE" else kind(shape.name.lower())


def from_template() -> str:
    """Return what a faded node of the graph stands for."""
    return _("only through a template")


def marked() -> str:
    """Return what a node of the graph with a tick stands for."""
    return _("marked")


def drawn(shown: int, total: int) -> str:
    """Return the sentence that a picture of the graph does not show all links."""
    sentence = ngettext(
        "{shown} of {total} link is drawn.",
        "{shown} of {total} links are drawn.",
        total,
    )
    return sentence.format(shown=number(shown), total=number(total))


def of_graph(site: SiteInfo, moment: datetime) -> "Captions":
    """Return the texts of a graph file, for a list of that moment."""
    from wikilinks_gui.graph.files.drawing import Captions

    return Captions(
        lambda shown, total: source(site, shown, total, moment),
        partial(namespace_name, site),
        partial(family, site),
        shape,
        from_template,
        marked,
    )


def source(site: SiteInfo, shown: int, total: int, moment: datetime) -> str:
    """Return a picture's subtitle: how many links it shows, of which wiki and day."""
    host = host_name(site.server)
    sentence = (
        ngettext(
            "{count} link to this page · {wiki} · {date}",
            "{count} links to this page · {wiki} · {date}",
            total,
        )
        if shown == total
        else ngettext(
            "{shown} of {count} link to this page · {wiki} · {date}",
            "{shown} of {count} links to this page · {wiki} · {date}",
            total,
        )
    )
    return sentence.format(
        shown=number(shown),
        count=number(total),
        wiki=site.name if is_loopback(host) else f"{site.name} ({host})",
        date=moment.astimezone().date().isoformat(),
    )


def refused_server(site: SiteInfo) -> str:
    """Return words for a wiki that is not believed where it says that it is."""
    sentence = _(
        "{wiki} gives its address as {claimed}, but answered at {server}. Links to its pages use "
        "{server}."
    )
    return sentence.format(wiki=site.name, claimed=site.refused_server, server=site.server)


def wait(begun: Wait) -> str:
    """Return the sentence that the program waits, and why."""
    sentence = (
        _("Waiting {seconds} s, asked by the wiki: {reason}")
        if begun.asked
        else _("Waiting {seconds} s: {reason}")
    )
    said = sentence.format(seconds=f"{begun.seconds:.0f}", reason=begun.reason)
    minutes = round(begun.patience / 60)
    if not minutes:
        return said
    going_on = ngettext(
        "{waiting} Trying again for up to {count} minute.",
        "{waiting} Trying again for up to {count} minutes.",
        minutes,
    )
    return going_on.format(waiting=said, count=minutes)


def stay_in_doubt(pages: int) -> str:
    """Return that some pages stay in doubt when it was checked where links come from."""
    return ngettext(
        "{count} page stays in doubt: the wiki does not render it.",
        "{count} pages stay in doubt: the wiki does not render them.",
        pages,
    ).format(count=number(pages))
