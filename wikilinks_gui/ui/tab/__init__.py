# SPDX-License-Identifier: MIT
"""A tab: what it lists, and all that it shows beside the tree and the graph."""
