# SPDX-License-Identifier: MIT
"""What commands say to the terminal: lines, progress, JSON."""

import sys
from typing import TYPE_CHECKING, Never

from tqdm import tqdm

from wikilinks_gui.errors import ExportError, plain
from wikilinks_gui.export.escaping import to_json
from wikilinks_gui.translation import _

if TYPE_CHECKING:
    Bar = tqdm[Never]

_HIDDEN = True if sys.stderr is None else None
"""Whether progress bars are hidden; None: where stderr is not a terminal."""


def say(text: str) -> None:
    """Write a line to stderr, above a progress bar where there is one."""
    if sys.stderr is not None:
        tqdm.write(plain(text), file=sys.stderr)


def progress(name: str, *, initial: int = 0, total: int | None = None, delay: float = 0) -> "Bar":
    """Show on a terminal how many rows are done, ``delay`` seconds from now on."""
    return tqdm(
        desc=name,
        total=total,
        unit=_(" rows"),
        initial=initial,
        delay=delay,
        disable=_HIDDEN,
        leave=False,
    )


def print_json(value: object) -> None:
    """Write JSON to standard output, in UTF-8 whatever the terminal's encoding."""
    text = to_json(value, indent=2) + "\n"
    try:
        if sys.stdout is not None:
            sys.stdout.buffer.write(text.encode())
            sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise ExportError(
            _("Standard output cannot be written: {reason}.").format(reason=error.strerror)
        ) from error
