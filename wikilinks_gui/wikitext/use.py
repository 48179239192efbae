# SPDX-License-Identifier: MIT
"""A place in wikitext where another page is used."""

from dataclasses import dataclass

from wikilinks_gui.table.row import Kind

Arguments = tuple[tuple[str, str], ...]
"""Those in which something stands: template and name ("" where it is not known) of each."""


@dataclass(frozen=True, slots=True)
class Use:
    """One use of another page in a text, from offset ``start`` to ``end``."""

    start: int
    end: int  # a link's trail is in it
    kind: Kind  # LINK, FILE, TRANSCLUSION; REDIRECT for the link that makes a page a redirect
    target: str  # in the wiki's own spelling; "" where a template is part of the name
    fragment: str = ""
    is_certain: bool = True  # False: only the wiki can say what the spelling means
    label: str = ""  # what a reader sees, as wikitext
    template: str = ""  # the innermost call of a template in whose argument it stands
    is_conditional: bool = False  # in a parser function, or in a parameter's default
    after_prefix: str = ""  # the target, if its prefix is one that the wiki has for itself
    arguments: Arguments = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a page: whether, and where, it uses ``title`` in these kinds."""

    title: str  # the explored page, or the redirect through which the row came
    kinds: Kind
    redirects: frozenset[str] = frozenset()  # pages that lead to it, and transclude it so


KINDS = (Kind.LINK, Kind.TRANSCLUSION, Kind.FILE)
"""The kinds of uses; that a page is a redirect is a link, too."""


def is_of_kind(use: Use, kind: Kind) -> bool:
    """Return whether a use is one of ``kind``, one of :data:`KINDS`."""
    return use.kind == kind or (kind == Kind.LINK and use.kind == Kind.REDIRECT)


def is_plain(use: Use) -> bool:
    """Return whether a use is certainly shown as it is written."""
    return not use.template and not use.is_conditional


def wanted_kinds(wanted: Wanted) -> list[Kind]:
    """Return those of :data:`KINDS` that are asked for; a redirect is one to be linked."""
    return [kind for kind in KINDS if wanted.kinds & kind] or [Kind.LINK]
