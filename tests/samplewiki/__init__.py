# SPDX-License-Identifier: MIT
"""The sample wiki as tests want it: it records what it is asked, and fails on demand."""

from tests.samplewiki.server import SampleWiki

__all__ = ["SampleWiki"]
