# SPDX-License-Identifier: MIT
"""Rows as files: CSV, TSV, JSON Lines and wikitext."""

from wikilinks_gui.export.formats import COLUMNS, EXCEL_ROWS, FORMATS, ExportOptions, Site, guarded
from wikilinks_gui.export.naming import ENDINGS, file_name
from wikilinks_gui.export.writing import check_target, encode_rows, open_target, write_export

__all__ = [
    "COLUMNS",
    "ENDINGS",
    "EXCEL_ROWS",
    "FORMATS",
    "ExportOptions",
    "Site",
    "check_target",
    "encode_rows",
    "file_name",
    "guarded",
    "open_target",
    "write_export",
]
