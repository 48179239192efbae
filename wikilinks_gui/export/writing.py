# SPDX-License-Identifier: MIT
"""Rows to a file or to standard output, at constant memory; or to text."""

import errno
import os
import sys
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice, repeat
from pathlib import Path
from threading import Event
from typing import BinaryIO, Literal, cast

from wikilinks_gui.errors import ExportError, check_stop
from wikilinks_gui.export.escaping import Terminal
from wikilinks_gui.export.formats import ExportOptions, encoder
from wikilinks_gui.export.naming import is_device
from wikilinks_gui.safefile import replacing
from wikilinks_gui.table.origin import LinkFacts
from wikilinks_gui.table.row import Row, Site
from wikilinks_gui.translation import _

CHUNK = 1000
"""Rows that are written between two looks at whether to stop and reports of progress."""

Target = Path | Literal["-"] | BinaryIO
"""A file, standard output ("-"), or something that is open already."""

_IS_WINDOWS = sys.platform == "win32"


def write_export(
    rows: Iterable[Row],
    target: Target,
    *,
    format: str,  # noqa: A002
    site: Site,
    redirect_titles: Mapping[int, str],
    options: ExportOptions | None = None,
    checked: Container[int] | None = None,
    facts: Callable[[Sequence[Row]], Iterable[LinkFacts]] | None = None,
    on_progress: Callable[[int], None] | None = None,
    stop: Event | None = None,
) -> int:
    """Write rows to ``target``; returns how many.

    ``redirect_titles`` gives the titles of redirects by page id, for ``via``; ``checked`` the ids
    of pages with check marks, where a column of them is wanted; ``facts`` tells where the links of
    some rows come from, where columns of that are wanted. ``on_progress`` is told how many rows
    have been written so far. The old file stays as it was until the new one is whole, and when
    anything fails.

    Raises :class:`ExportError` when it cannot be written, :class:`CancelledError` when ``stop``
    was set, ``BrokenPipeError`` when stdout was closed, ``ValueError`` for an unknown format,
    and what ``rows`` raises.
    """
    encoded = encoder(
        format,
        site,
        redirect_titles,
        options or ExportOptions(),
        checked,
        with_origins=facts is not None,
    )
    source, written = iter(rows), 0
    with open_target(target) as file:
        file.write(encoded.head.encode())
        while True:
            check_stop(stop)
            chunk = list(islice(source, CHUNK))
            if not chunk:
                file.write(encoded.tail.encode())
                return written
            told = facts(chunk) if facts else repeat(None)
            file.write("".join(map(encoded.row, chunk, told)).encode())
            written += len(chunk)
            if on_progress is not None:
                on_progress(written)


@contextmanager
def open_target(target: Target) -> Iterator[BinaryIO]:
    """Open ``target`` to write bytes.

    The old file stays as it was until the new one is whole, and when anything fails. Raises
    :class:`ExportError` when it cannot be written, ``BrokenPipeError`` when stdout was closed.
    """
    with _explained(target), _opened(target) as file:
        yield file


def check_target(target: Path) -> None:
    """Raise :class:`ExportError` where a file can be seen not to be writable.

    So the user learns it before a long listing, not after.
    """
    with _explained(target):
        if _IS_WINDOWS and is_device(target.name):
            raise ExportError(
                _("“{name}” is a name that Windows reserves. Choose another name.").format(
                    name=target.name
                )
            )
        place = target if target.exists() else target.parent
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, "")
        if not target.parent.is_dir():
            raise FileNotFoundError(errno.ENOENT, "")
        if not os.access(place, os.W_OK):
            raise PermissionError(errno.EACCES, "")


@contextmanager
def _opened(target: Target) -> Iterator[BinaryIO]:
    if isinstance(target, Path):
        with replacing(target) as file:
            yield file
    elif target != "-":
        yield target
    elif sys.stdout is None:
        raise ExportError(_("Standard output is closed."))
    else:
        sys.stdout.flush()  # what was printed before comes before
        output = sys.stdout.buffer
        yield cast(BinaryIO, Terminal(output)) if sys.stdout.isatty() else output
        sys.stdout.buffer.flush()


def _reasons() -> dict[int, str]:
    """Return why a file could not be written, by the number of the error."""
    return {
        errno.ENOENT: _("its folder does not exist."),
        errno.ENOTDIR: _("its folder does not exist."),
        errno.EISDIR: _("it is a folder. Give the name of a file in it."),
        errno.EACCES: _("there is no permission to write it, or another program has it open."),
        errno.EPERM: _("there is no permission to write it, or another program has it open."),
        errno.EROFS: _("that disk is read-only."),
        errno.ENOSPC: _("no room is left on the disk."),
        getattr(errno, "EDQUOT", errno.ENOSPC): _("your disk quota is used up."),
        errno.EFBIG: _("the file would become too large for that disk."),
        errno.ENAMETOOLONG: _("its name is too long."),
        errno.ELOOP: _("it is a symbolic link that leads back to itself."),
    }


@contextmanager
def _explained(target: Target) -> Iterator[None]:
    """Raise ExportError, in plain words, where a file cannot be written."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        name = target if isinstance(target, Path) else _("Standard output")
        reason = _reasons().get(error.errno or 0, f"{error.strerror or error}.")
        if error.errno == errno.ENOENT and isinstance(target, Path) and target.parent.is_dir():
            reason = _("no file can be created in its folder.")  # as in /proc
        raise ExportError(
            _("{file} could not be written: {reason}").format(file=name, reason=reason)
        ) from error
