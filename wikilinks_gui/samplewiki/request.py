# SPDX-License-Identifier: MIT
"""A request's parameters, and reading them."""

MULTIPLE = 50
"""How many values a parameter takes."""

LIMIT = 500
"""How many rows of a module a reply has at most."""


class ApiFailure(Exception):  # noqa: N818
    """The request cannot be answered; the reply is an API error."""

    def __init__(self, code: str, text: str) -> None:
        self.code = code
        super().__init__(text)


class Request(dict[str, str]):
    """The parameters of one request to the API."""

    most = LIMIT

    def required(self, name: str) -> str:
        """Return a value that must be there, and not be empty. Raises :class:`ApiFailure`."""
        if not self.get(name):
            raise ApiFailure("missingparam", f'The "{name}" parameter must be set.')
        return self[name]

    def several(self, name: str) -> list[str]:
        """Return several values, each once. Raises :class:`ApiFailure`."""
        value = self.get(name, "")
        values = value[1:].split("\x1f") if value.startswith("\x1f") else value.split("|")
        if len(values) > MULTIPLE:
            text = f'Too many values supplied for parameter "{name}". The limit is {MULTIPLE}.'
            raise ApiFailure("toomanyvalues", text)
        return list(dict.fromkeys(filter(None, values)))

    def numbers(self, name: str) -> list[int]:
        """Return several whole numbers. Raises ValueError and :class:`ApiFailure`."""
        return [int(value) for value in self.several(name)]

    def limit(self, prefix: str) -> int:
        """Return how many rows a module gives. Raises ValueError."""
        value = self.get(f"{prefix}limit", "10")
        return self.most if value == "max" else min(max(int(value), 1), self.most)
