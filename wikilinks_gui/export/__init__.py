# SPDX-License-Identifier: MIT
"""Rows as files: CSV, TSV, JSON Lines and wikitext."""

from wikilinks_gui.export.formats import COLUMNS, FORMATS, ExportOptions, Site
from wikilinks_gui.export.writing import check_target, encode_rows, write_export

__all__ = [
    "COLUMNS",
    "FORMATS",
    "ExportOptions",
    "Site",
    "check_target",
    "encode_rows",
    "write_export",
]
