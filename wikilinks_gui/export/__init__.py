# SPDX-License-Identifier: MIT
"""Rows as files: CSV, TSV, JSON Lines and wikitext."""
