# SPDX-License-Identifier: MIT
"""Where the link of a row comes from, in words."""

from collections.abc import Sequence

from wikilinks_gui.listing.linkcontexts import LinkContext, RowContext
from wikilinks_gui.table.origin import Origin
from wikilinks_gui.translation import _, isolated, ngettext
from wikilinks_gui.ui.tree.words import origin_words
from wikilinks_gui.words import at_most, number


def summary(origin: Origin, templates: Sequence[str], context: RowContext | None) -> str:
    """Return where a link comes from, and how often it is in the text as far as that is known."""
    said = [origin_words(origin, templates) or _("not checked")]
    if context and (count := len(context.record.uses)):
        times = ngettext("once", "{count} times", count)
        said.append(times.format(count=number(count)))
    if context and not context.record.is_sure:
        said.append(_("in doubt"))
    return " · ".join(said)


def check_words(context: RowContext | None, cost: int, doubt_cost: int) -> str:
    """Return what stands on the button that checks a row; "" where there is nothing to gain.

    ``cost`` are the requests for its text, ``doubt_cost`` those with its rendering, where it is in
    doubt; 0: the wiki renders nothing.
    """
    if context is None:
        return _("Show context: {requests}").format(requests=at_most(cost))
    is_old = bool(context.record.uses) and not context.links
    gain = cost if is_old else 0
    if not context.record.is_sure:
        gain = doubt_cost or gain
    return _("Check again: {requests}").format(requests=at_most(gain)) if gain else ""


def explanation(origin: Origin, context: RowContext | None, *, is_complete: bool) -> str:
    """Return what is said where no link can be shown; "" while it is being read."""
    if origin == Origin.UNKNOWN and not is_complete:
        return _("Links can be checked for their context once the list is complete.")
    if origin == Origin.UNKNOWN:
        return _("Check the row to see the link in its sentence.")
    if context is None:
        return ""
    if origin == Origin.NOT_FOUND and not context.record.revision:
        return _("This page no longer exists. Reload the list to leave it out.")
    if origin == Origin.NOT_FOUND:
        return "\n".join(
            (
                _(
                    "The link is neither in the text of the page nor in a template that links here"
                    " itself. A module, a parameter or #ifexist may make it, or the wiki's table of"
                    " links is out of date."
                ),
                _out_of_date(),
            )
        )
    if origin == Origin.TEMPLATE:
        return "\n".join(
            (
                _(
                    "The template's text does not name the page that it links to: a parameter, a"
                    " module or another template makes the link, or the template was changed lately"
                    " and the wiki's table of links is out of date."
                ),
                _out_of_date(),
            )
        )
    return _("The page has changed since this row was checked. Check the row again.")


def _out_of_date() -> str:
    """Return what helps where the wiki's table of links is out of date."""
    return _(
        "If the table is out of date, a null edit of the page updates it: open the page in the"
        " editor and save it without a change, then reload the list and check the row again. A"
        " purge alone does not update the table."
    )


def place_words(title: str, link: LinkContext) -> str:
    """Return where a link stands; ``title`` is that of a template, "" for the row's own page."""
    heading, template = isolated(link.section.heading), isolated(link.use.template)
    if title and heading:
        words = _("{title} § {section}")
    elif title:
        words = "{title}"
    elif heading and template:
        words = _("§ {section}, in an argument of {template}")
    elif heading:
        words = _("§ {section}")
    elif template:
        words = _("Lead section, in an argument of {template}")
    else:
        words = _("Lead section")
    return words.format(title=isolated(title), section=heading, template=template)
