# SPDX-License-Identifier: MIT
"""Rows as files: CSV, TSV, JSON Lines and wikitext."""

from wikilinks_gui.export.escaping import guarded, to_json
from wikilinks_gui.export.formats import COLUMNS, EXCEL_ROWS, FORMATS, ExportOptions
from wikilinks_gui.export.naming import ending_of, file_name, format_of, suffix_of, unused_file
from wikilinks_gui.export.wikitext import link_to
from wikilinks_gui.export.writing import check_target, open_target, write_export

__all__ = [
    "COLUMNS",
    "EXCEL_ROWS",
    "FORMATS",
    "ExportOptions",
    "check_target",
    "ending_of",
    "file_name",
    "format_of",
    "guarded",
    "link_to",
    "open_target",
    "suffix_of",
    "to_json",
    "unused_file",
    "write_export",
]
