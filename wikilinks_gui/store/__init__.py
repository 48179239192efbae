# SPDX-License-Identifier: MIT
"""What is kept on this computer: wikis, explorations and their rows, in one SQLite file."""
