# SPDX-License-Identifier: MIT
"""A tab: its list, and everything that it shows beside the tree and the graph."""
