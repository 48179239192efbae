# SPDX-License-Identifier: MIT
"""A file that is replaced as a whole, or stays as it was."""

import errno
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


@contextmanager
def replacing(target: Path) -> Iterator[BinaryIO]:
    """Open a new file that takes the place of ``target`` when all has gone well.

    It is written beside it, reaches the disk first, and keeps the permissions of the old one;
    when anything fails, it is removed. A symbolic link is followed. What is no file (such as
    ``/dev/stdout`` or a pipe) is written to as it is. Raises ``OSError``.
    """
    target = Path(os.path.realpath(target))  # Path.resolve raises RuntimeError on a ring of links
    try:
        old = target.stat()
    except FileNotFoundError:
        old = None
    if old and not stat.S_ISREG(old.st_mode):
        with target.open("wb") as file:  # a folder raises IsADirectoryError here
            yield file
        return
    if old and not os.access(target, os.W_OK):  # replacing asks the folder only
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))
    part = target.with_name(f".wikilinks-{secrets.token_hex(6)}.part")
    try:
        with part.open("xb") as file:
            if old:
                with suppress(PermissionError):  # a file system without permissions (FAT)
                    part.chmod(stat.S_IMODE(old.st_mode))
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
