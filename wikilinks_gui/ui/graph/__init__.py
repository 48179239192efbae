# SPDX-License-Identifier: MIT
"""The graph beside the tree."""
