# SPDX-License-Identifier: MIT
"""What the status line says of a tab."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Status:
    """What the line says; empty and zero where there is nothing to say."""

    doing: str = ""  # "Listing…", "Waiting 5 s: …"
    rows: int = 0
    pages: int = 0
    shown: tuple[int, int] | None = None  # rows and pages that pass the filter, if there is one
    selected: tuple[int, int] = (0, 0)  # rows and pages; a single row is not told of
    requests: int = 0
    rate: float = 0.0  # rows a second
    silence: int = 0  # seconds for which the wiki has not answered
    host: str = ""
    asked: int = 0  # requests in the last minute
    allowed: int | None = None  # requests a minute, where the wiki's rule is known
