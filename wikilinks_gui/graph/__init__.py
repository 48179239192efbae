# SPDX-License-Identifier: MIT
"""Rows as a graph: where each is drawn, which community it belongs to, files that others read."""
