# SPDX-License-Identifier: MIT
"""Choosing a wiki and a title."""
