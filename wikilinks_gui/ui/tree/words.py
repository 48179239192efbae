# SPDX-License-Identifier: MIT
"""What a row of the tree is, in words."""

from collections.abc import Sequence

from PySide6.QtGui import QGuiApplication

from wikilinks_gui.table.origin import Origin
from wikilinks_gui.table.redirectkinds import Trait, traits_of
from wikilinks_gui.table.row import NO_TARGET, RedirectTarget, Row, kind_names
from wikilinks_gui.translation import _, isolated, ngettext
from wikilinks_gui.words import kind, number


def kind_words(row: Row, traits: Trait | None = None, target: RedirectTarget = NO_TARGET) -> str:
    """Return how a page links, in words.

    ``traits`` are what is special about a redirect page (None: what the row alone tells).
    ``target`` is where a redirect page leads that only links here, if that is known.
    """
    names = kind_names(row.kinds)
    if traits is None:
        traits = traits_of(row)
    if traits & Trait.ELSEWHERE:
        return _elsewhere(names, target)
    return " + ".join(redirect_words(traits) if n == "redirect" else kind(n) for n in names)


def redirect_words(traits: Trait) -> str:
    """Return what kind of redirect to the page a redirect is."""
    to_section = bool(traits & Trait.SECTION)
    if traits & Trait.LOOP:
        return _("redirect loop")
    if traits & Trait.DOUBLE:
        return _("double redirect to a section") if to_section else _("double redirect")
    if traits & Trait.BROKEN:
        return _("broken redirect")
    return _("redirect to a section") if to_section else _("redirect")


def _elsewhere(names: Sequence[str], target: RedirectTarget) -> str:
    """Return how a page links here that redirects elsewhere."""
    to = _("{title} § {section}") if target.section else "{title}"
    name = to.format(title=isolated(target.title), section=isolated(target.section))
    if tuple(names) == ("link",):
        if target.title:
            return _("redirect to {target}, also links here").format(target=name)
        return _("redirect to another page, also links here")
    kinds = " + ".join(map(kind, names))
    if target.title:
        return _("redirect to {target}, also here: {kinds}").format(target=name, kinds=kinds)
    return _("redirect to another page, also here: {kinds}").format(kinds=kinds)


def origin_words(origin: Origin, templates: Sequence[str]) -> str:
    """Return where a row's link comes from, in words; "" where nobody has looked yet.

    ``templates`` are titles: of those through which it comes, or in whose argument it stands.
    """
    names = ", ".join(map(isolated, templates))
    if origin == Origin.TEXT:
        return (
            _("in the text, in {templates}").format(templates=names) if names else _("in the text")
        )
    if origin == Origin.TEMPLATE:
        return (
            _("through {templates}").format(templates=names) if names else _("through a template")
        )
    if origin == Origin.BOTH and names:
        return _("in the text and through {templates}").format(templates=names)
    if origin == Origin.BOTH:
        return _("in the text and through a template")
    return _("not found") if origin == Origin.NOT_FOUND else ""


def short_origin_words(origin: Origin, templates: Sequence[str]) -> str:
    """Return the same where there is little room: the names of templates are what stays."""
    names = ", ".join(map(isolated, templates))
    if names and origin == Origin.TEMPLATE:
        return names
    if names and origin == Origin.BOTH:
        return _("text + {templates}").format(templates=names)
    return origin_words(origin, templates)


def way_words(way: Sequence[str]) -> str:
    """Name the redirects that a row links through, beginning with the one it links to."""
    arrow = " → " if QGuiApplication.isLeftToRight() else " ← "
    return _("through {redirects}").format(redirects=arrow.join(map(isolated, way)))


def through_words(shown: int, through: int) -> str:
    """Return how many links come through a redirect, and how many of these are shown."""
    if shown == through:
        words = ngettext("{count} link through it", "{count} links through it", through)
    else:
        words = ngettext(
            "{shown} of {count} link through it", "{shown} of {count} links through it", through
        )
    return words.format(count=number(through), shown=number(shown))
