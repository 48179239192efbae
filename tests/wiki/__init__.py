# SPDX-License-Identifier: MIT
"""Tests against a real MediaWiki, whose own tables are the truth."""
