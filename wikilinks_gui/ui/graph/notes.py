# SPDX-License-Identifier: MIT
"""What the graph shows, and what it cannot, in words."""

import numpy as np

from wikilinks_gui import words
from wikilinks_gui.graph.clusterlayout import ClusterLayout
from wikilinks_gui.graph.layout import PAGE
from wikilinks_gui.graph.templatelayout import TemplateLayout
from wikilinks_gui.table.origin import Origin
from wikilinks_gui.table.redirectkinds import Trait
from wikilinks_gui.table.table import LinkTable
from wikilinks_gui.translation import _, isolated, ngettext
from wikilinks_gui.ui.graph.layer import Hit, Layer
from wikilinks_gui.ui.tree.words import kind_words, origin_words, through_words, way_words
from wikilinks_gui.words import namespace_name, number

_OTHERS = 5
"""Most templates and discs that the tip of a disc names beside its own."""


def hidden_rows(layer: Layer) -> str:
    """Return how many of the rows or pages are drawn; "" where all are, and none is faded."""
    shown, table = len(layer.nodes), layer.table
    if not len(table.visible):
        return _("Everything is hidden by the filter")
    if isinstance(layer.layout, TemplateLayout) and not table.has_origins:
        return _("Check in the list where these links come from")
    total, said = len(table), number(len(table))
    if isinstance(layer.layout, ClusterLayout):  # a page is drawn once, however it links
        total, said = table.pages, words.pages(table.pages)
    if shown == total:
        return ""
    return _("Showing {shown} of {total}").format(shown=number(shown), total=said)


def why_missing(hit: Hit) -> str:
    """Return why a row is not drawn; "" where it is, or is none."""
    layer, table = hit.layer, hit.layer.table
    if hit.node == PAGE or layer.where(hit.node) is not None:
        return ""
    if not isinstance(layer.layout, ClusterLayout):
        said = _("{title} is in the part of the list that is not drawn.")
    elif table.page_ids[hit.node] in table.page_ids[layer.nodes]:
        said = _("{title} is drawn only once, at another of its rows.")
    else:
        said = _("{title} is not in any of these clusters.")
    return said.format(title=isolated(table.titles[hit.node]))


def words_of(hit: Hit) -> tuple[str, list[str]]:
    """Return what something in the picture is: a title, and lines of facts."""
    layer = hit.layer
    if hit.disc >= 0:
        left = layer.left(hit.disc)
        title = ngettext("{count} more row", "{count} more rows", left).format(count=number(left))
        return title, [_("Double-click or press Enter to draw more of them.")]
    if hit.node == PAGE:
        return layer.title, [_("the listed pages link to this one")]
    row = layer.table.row(hit.node)
    traits, target = layer.table.traits(hit.node), layer.table.redirect_target(hit.node)
    kinds = kind_words(row, traits & ~Trait.SECTION, target)  # which is named below
    facts = [f"{namespace_name(layer.site, row.namespace)} · {kinds}"]
    if origin := origin_words(layer.table.origin(hit.node), layer.table.templates(hit.node)):
        facts.append(origin)
    if way := layer.table.way(hit.node):
        facts.append(way_words(way))
    if row.section:
        facts.append(_("to § {section}").format(section=isolated(row.section)))
    count = layer.table.through(hit.node)
    if count:
        facts.append(through_words(layer.table.through_shown(hit.node), count))
    return row.title, facts


def disc_tip(layer: Layer, disc: int) -> list[str]:
    """Return what a disc is, in lines; none where its name says it all."""
    layout, discs = layer.layout, layer.layout.discs
    if isinstance(layout, TemplateLayout):
        return _template_tip(layer.table, layout, disc)
    if isinstance(layout, ClusterLayout):
        title, pages = discs.titles[disc], words.pages(int(discs.counts[disc]))
        said = _("{titles} ({pages}): no links between these and the others are known.")
        if disc < layout.communities:
            said = _("{titles} ({pages}): these link to each other more than to the others.")
        return [said.format(titles=title, pages=pages)]
    return []


def _template_tip(table: LinkTable, layout: TemplateLayout, disc: int) -> list[str]:
    """Return what a disc by template is, and where else its templates and its rows are."""
    templates, titles = layout.templates(disc), layout.discs.titles
    count, total = int(layout.discs.counts[disc]), layout.discs.totals[disc]
    name = " + ".join(map(isolated, templates)) or titles[disc]
    rows = words.rows(count) if count == total else words.some_rows(count, total)
    facts = [_("{name}: {rows}").format(name=name, rows=rows)]
    if layout.is_of_template(disc):
        facts.append(words.from_template())
    nodes = layout.nodes_of(disc)
    if both := int(np.count_nonzero(table.origins[nodes] == Origin.BOTH)):
        said = ngettext(
            "{count} of them through a template as well",
            "{count} of them through a template as well",
            both,
        )
        facts.append(said.format(count=number(both)))
    passed = int(np.count_nonzero(table.passed()[nodes]))
    if passed < count:
        said = ngettext(
            "{count} of them passes the filter", "{count} of them pass the filter", passed
        )
        facts.append(said.format(count=number(passed)))
    for template in templates:
        more = []
        for other, some in layout.elsewhere(template, disc):
            said = ngettext(
                "{count} more row of {template} is in “{disc}”",
                "{count} more rows of {template} are in “{disc}”",
                some,
            ).format(count=number(some), template=isolated(template), disc=titles[other])
            more.append(said)
        facts += _first(more)
    others = []
    for template, some in layout.others(disc):
        said = ngettext(
            "{count} of them through {template} as well",
            "{count} of them through {template} as well",
            some,
        )
        others.append(said.format(count=number(some), template=isolated(template)))
    return facts + _first(others)


def _first(lines: list[str]) -> list[str]:
    return lines if len(lines) <= _OTHERS else [*lines[:_OTHERS], "…"]
