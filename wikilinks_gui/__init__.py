# SPDX-License-Identifier: MIT
"""See what links to a page of a MediaWiki wiki."""

__version__ = "0.1.0"
