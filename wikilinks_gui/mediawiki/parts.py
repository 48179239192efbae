# SPDX-License-Identifier: MIT
"""Reading a reply of the Action API field by field, by strict types.

Whatever a wiki sends, a field is read as what the API documents or the reply is refused, with the
place of the field in the error. Nothing is converted: a title is never "None", a page id never 7.
"""

from typing import Any

from wikilinks_gui.errors import NotAnApiReplyError
from wikilinks_gui.translation import _

MOST_PAGE_ID = 2**63 - 1
"""The largest number that MediaWiki's databases and the store can hold."""

MOST_NAMESPACE = 2**31 - 1
"""The same of a namespace."""

_MOST_TITLE = 255
"""Bytes; MediaWiki's tables hold no longer title, the namespace's name apart."""

_MOST_SECTION = 2048
"""Bytes; MediaWiki keeps 255 of a redirect's section, but some of its databases keep more."""


class Part:
    """An object in a reply, with its place there: ``query.pages[0]``."""

    __slots__ = ("_fields", "place")

    def __init__(self, fields: object, place: str = "") -> None:
        self.place = place
        if not isinstance(fields, dict):
            raise self.invalid()
        self._fields: dict[str, Any] = fields

    def __contains__(self, name: str) -> bool:
        return name in self._fields

    def invalid(self, name: str = "") -> NotAnApiReplyError:
        """Make the error for a field, or for the object itself."""
        place = ".".join(filter(None, [self.place, name]))
        return NotAnApiReplyError(
            _("The wiki sent an invalid reply: {place} is missing or wrong.").format(place=place)
        )

    def part(self, name: str) -> "Part":
        """Read an object."""
        return Part(self._fields.get(name), f"{self.place}.{name}" if self.place else name)

    def parts(self, name: str) -> "list[Part]":
        """Read a list of objects; one that is not there is empty."""
        entries = self._fields.get(name, [])
        if not isinstance(entries, list):
            raise self.invalid(name)
        return [Part(entry, f"{self.place}.{name}[{at}]") for at, entry in enumerate(entries)]

    def flag(self, name: str) -> bool:
        """Read a boolean; in formatversion 1 it is "" for true, and absent for false."""
        value = self._fields.get(name, False)
        if value is not True and value is not False and value != "":
            raise self.invalid(name)
        return value is not False

    def number(self, name: str, least: int, most: int) -> int:
        """Read a whole number between bounds."""
        value = self._fields.get(name)
        if type(value) is not int or not least <= value <= most:  # a bool is no number
            raise self.invalid(name)
        return value

    def text(self, name: str, *, most: int, least: int = 0, default: str | None = None) -> str:
        """Read a text between bounds, in bytes; only one with a default may be absent."""
        value = self._fields.get(name, default)
        if (
            not isinstance(value, str)
            or len(value) > most  # before all of it is encoded
            or not least <= len(value.encode()) <= most
        ):
            raise self.invalid(name)
        return value

    def page_id(self) -> int:
        """Read the ``pageid`` of a page that exists."""
        return self.number("pageid", 1, MOST_PAGE_ID)

    def namespace(self) -> int:
        """Read the ``ns`` of a page that is not special."""
        return self.number("ns", 0, MOST_NAMESPACE)

    def title(self, name: str = "title", *, namespace: int | None = None) -> str:
        """Read a title; in a ``namespace`` other than 0 its name stands in front."""
        prefix = 0 if namespace == 0 else _MOST_TITLE + 1
        return self.text(name, least=1, most=prefix + _MOST_TITLE)

    def section(self, name: str) -> str:
        """Read the section that a redirect points to; "" where there is none."""
        return self.text(name, most=_MOST_SECTION, default="")
