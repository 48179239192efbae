# SPDX-License-Identifier: MIT
"""A listing in memory: rows, filtered and in order."""
