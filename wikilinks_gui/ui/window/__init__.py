# SPDX-License-Identifier: MIT
"""The main window: its bars, its actions, and what it remembers."""
