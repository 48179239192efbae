# SPDX-License-Identifier: MIT
"""A request's parameters, and reading them with MediaWiki's checks, warnings and errors."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from wikilinks_gui.samplewiki.site import NAMESPACES
from wikilinks_gui.samplewiki.titles import clean

_SURROGATE = re.compile("[\ud800-\udfff]")

MULTIPLE = 50
"""How many values a parameter takes."""

LIMIT = 500
"""How many rows of a module a reply has at most."""


class ApiFailure(Exception):  # noqa: N818
    """The request cannot be answered; the reply is an API error.

    ``message`` has code, text, and as ``module`` the path of what failed, like ``query+backlinks``.
    """

    def __init__(self, module: str, code: str, text: str, **data: object) -> None:
        self.message = _message(module, code, text, data)
        super().__init__(text)


def _message(module: str, code: str, text: str, data: dict[str, object]) -> dict[str, Any]:
    return {"code": code, "text": text, "module": module} | ({"data": data} if data else {})


class Request(dict[str, str]):
    """The parameters of one request to the API, cleaned, and what is noted while they are read.

    ``query`` and ``body`` are those of the address and of a POST as they came, with what is not
    UTF-8 as surrogates; ``raw`` is both. ``limits`` are those asked for as ``max``, by module.
    """

    def __init__(self, query: Mapping[str, str], body: Mapping[str, str] | None = None) -> None:
        super().__init__({clean(name): _clean_value(_fall_back(v)) for name, v in query.items()})
        self.update({clean(name): _clean_value(value) for name, value in (body or {}).items()})
        self.raw = {clean(name): v for name, v in (dict(query) | dict(body or {})).items()}
        self.most = LIMIT
        self.limits: dict[str, int] = {}
        self.used: set[str] = set()
        self.warnings: list[dict[str, Any]] = []

    def warn(self, module: str, code: str, text: str, **data: object) -> None:
        """Note a warning, once."""
        message = _message(module, code, text, data)
        if message not in self.warnings:
            self.warnings.append(message)


class Parameters:
    """Read the parameters of one module; its prefix goes in front of every name."""

    def __init__(self, request: Request, module: str, prefix: str = "") -> None:
        self.request = request
        self.module = module
        self.prefix = prefix

    def fail(self, code: str, text: str, **data: object) -> ApiFailure:
        """Make an error of this module, to be raised."""
        return ApiFailure(self.module, code, text, **data)

    def bad_continue(self) -> ApiFailure:
        """Make the error of a continuation that this module did not give."""
        return self.fail(
            "badcontinue",
            "Invalid continue param. You should pass the original value returned by the previous "
            "query.",
        )

    def _value(self, name: str) -> str | None:
        name = self.prefix + name
        self.request.used.add(name)
        value = self.request.get(name)
        if value is not None and value != self.request.raw[name]:
            self.request.warn(
                self.module,
                "badutf8",
                f'The value passed for "{name}" contains invalid or non-normalized data. Textual '
                "data should be valid, NFC-normalized Unicode without C0 control characters other "
                "than HT (\\t), LF (\\n), and CR (\\r).",
            )
        return value

    def text(self, name: str) -> str | None:
        """Return a single value unchanged."""
        value = self._value(name)
        if value is not None and value.startswith("\x1f"):
            raise self.fail(
                "badvalue",
                f'Parameter "{self.prefix}{name}" accepts only a single value. U+001F multi-value '
                "separation may only be used for multi-valued parameters.",
            )
        return value

    def required(self, name: str) -> str:
        """Return a single value that must be there, and not be empty."""
        value = self.text(name)
        if not value:
            raise self.fail("missingparam", f'The "{self.prefix}{name}" parameter must be set.')
        return value

    def flag(self, name: str) -> bool:
        """Return whether the parameter is present at all."""
        return self._value(name) is not None

    def integer(self, name: str) -> int | None:
        """Return a whole number."""
        value = self.text(name)
        return None if value is None else self._integer(name, value)

    def _integer(self, name: str, value: str) -> int:
        if not re.fullmatch(r"[+-]?[0-9]{1,18}", value):
            raise self.fail(
                "badinteger",
                f'Invalid value "{value}" for integer parameter "{self.prefix}{name}".',
            )
        return int(value)

    def limit(self, *, half: bool = False) -> int:
        """Return how many rows are wanted; ``half``: at most half as many as otherwise."""
        most = self.request.most // 2 if half else self.request.most
        value = self.text("limit")
        if value == "max":
            self.request.limits[self.module.rpartition("+")[2]] = most
            return most
        return 10 if value is None else min(max(self._integer("limit", value), 1), most)

    def choice(self, name: str, values: Collection[str], default: str) -> str:
        """Return one of several values."""
        value = self.text(name)
        if value is None:
            return default
        if value not in values:
            raise self.fail(
                "badvalue",
                f'Unrecognized value for parameter "{self.prefix}{name}": {value}.',
            )
        return value

    def values(self, name: str) -> list[str] | None:
        """Return several values; ``None`` where the parameter is not there."""
        value = self._value(name)
        if value is None:
            return None
        if value in ("", "\x1f"):
            return []
        parts = value[1:].split("\x1f") if value.startswith("\x1f") else value.split("|")
        if len(parts) > MULTIPLE:
            raise self.fail(
                "toomanyvalues",
                f'Too many values supplied for parameter "{self.prefix}{name}". The limit is '
                f"{MULTIPLE}.",
                limit=MULTIPLE,
                lowlimit=MULTIPLE,
                highlimit=10 * MULTIPLE,
            )
        return parts

    def integers(self, name: str) -> list[int]:
        """Return several whole numbers, each once."""
        values = self.values(name) or ()
        return list(dict.fromkeys(self._integer(name, value) for value in values))

    def choices(self, name: str, known: Collection[str], default: str = "") -> list[str]:
        """Return those of several values that are known; a warning names the others."""
        values = self.values(name)
        if values is None:
            return default.split("|") if default else []
        unknown = [value for value in values if value not in known]
        if unknown:
            self.request.warn(
                self.module,
                "unrecognizedvalues",
                f"Unrecognized {'values' if len(unknown) > 1 else 'value'} for parameter "
                f'"{self.prefix}{name}": {", ".join(unknown)}',
                values=unknown,
            )
        return list(dict.fromkeys(value for value in values if value in known))

    def namespaces(self) -> list[int]:
        """Return the namespaces asked for, in order; ``*`` is all of them."""
        if self.values("namespace") == ["*"]:
            return list(NAMESPACES)
        return sorted(map(int, self.choices("namespace", set(map(str, NAMESPACES)))))


def _fall_back(value: str) -> str:
    """Read the bytes of an address that are not UTF-8 as MediaWiki does."""
    if value.isascii() or value.startswith("\x1f") or not _SURROGATE.search(value):
        return value
    return value.encode("utf-8", "surrogateescape").decode("cp1252", "ignore")


def _clean_value(value: str) -> str:
    if value.startswith("\x1f"):
        return "\x1f".join(clean(part) for part in value.split("\x1f"))
    return clean(value)
