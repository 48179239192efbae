# SPDX-License-Identifier: MIT
"""Reading a reply of the Action API field by field, by strict types.

Whatever a wiki sends, a field is read as what the API documents or the reply is refused, with the
place of the field in the error. Nothing is converted: a title is never "None", a page id never 7.
"""

from collections.abc import Iterator
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


class ApiObject:
    """An object in a reply, with its place there: ``query.pages[0]``."""

    __slots__ = ("_fields", "place")

    def __init__(self, fields: object, place: str = "") -> None:
        self.place = place
        if not isinstance(fields, dict):
            raise self.invalid()
        self._fields: dict[str, Any] = fields

    def __contains__(self, name: str) -> bool:
        return name in self._fields

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def invalid(self, name: str = "") -> NotAnApiReplyError:
        """Return the error for a field, or for the object itself."""
        return NotAnApiReplyError(
            _(
                "The wiki sent an invalid reply: {place} is missing or wrong. Try again; if it "
                "happens again, tell the people who run the wiki."
            ).format(place=self._place(name))
        )

    def object(self, name: str) -> "ApiObject":
        """Read an object."""
        return ApiObject(self._fields.get(name), self._place(name))

    def objects(self, name: str) -> "list[ApiObject]":
        """Read a list of objects; one that is not there is empty."""
        place = self._place(name)
        return [ApiObject(entry, f"{place}[{at}]") for at, entry in enumerate(self._list(name))]

    def texts(self, name: str, *, most: int, least: int = 0) -> list[str]:
        """Read a list of texts between bounds, in bytes; one that is not there is empty."""
        fields = (ApiObject({name: text}, self.place) for text in self._list(name))
        return [field.text(name, most=most, least=least) for field in fields]

    def titles(self, name: str) -> list[str]:
        """Read a list of titles; one that is not there is empty."""
        return self.texts(name, least=1, most=2 * _MOST_TITLE + 1)

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

    def text_or_number(self, name: str, *, most: int) -> str:
        """Read a text or a whole number as text."""
        value = self._fields.get(name)
        return str(value) if type(value) is int else self.text(name, most=most)

    def setting(self, name: str, default: str = "", *, most: int) -> str:
        """Read a text that may be unset: absent, null, or false as ``variantarticlepath`` is."""
        value = self._fields.get(name)
        return default if value is None or value is False else self.text(name, most=most)

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

    def _list(self, name: str) -> list[Any]:
        entries = self._fields.get(name, [])
        if not isinstance(entries, list):
            raise self.invalid(name)
        return entries

    def _place(self, name: str) -> str:
        return ".".join(filter(None, [self.place, name]))
