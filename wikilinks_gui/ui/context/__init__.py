# SPDX-License-Identifier: MIT
"""The panel under the tree: what is known of the current row, and where its link stands."""
