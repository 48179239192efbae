# SPDX-License-Identifier: MIT
"""The tree of links: a flat table, drawn as a tree."""
