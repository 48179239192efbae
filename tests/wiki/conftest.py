# SPDX-License-Identifier: MIT
"""What the tests against a real MediaWiki share; without MediaWiki all of them are skipped."""

from pathlib import Path

import pytest

from .mediawiki import missing

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder, and skip them where no MediaWiki can be run."""
    marks = [pytest.mark.wiki]
    if reason := missing():
        marks.append(pytest.mark.skip(reason=reason))
    for item in items:
        if HERE in item.path.parents:
            for mark in marks:
                item.add_marker(mark)
