# SPDX-License-Identifier: MIT
"""What several unit tests need."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

NOBODY = 65534


@contextmanager
def _ordinary(content: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / content.name
        (shutil.copytree if content.is_dir() else shutil.copy)(content, place)
        if getattr(os, "geteuid", lambda: NOBODY)() != 0:
            yield place
            return
        for path in (Path(folder), place, *place.rglob("*")):
            os.chown(path, NOBODY, NOBODY)
        os.seteuid(NOBODY)
        try:
            yield place
        finally:
            os.seteuid(0)


@pytest.fixture
def ordinary_user() -> Callable[[Path], AbstractContextManager[Path]]:
    """Return what copies a file or folder and drops root's rights."""
    return _ordinary
