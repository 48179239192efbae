# SPDX-License-Identifier: MIT
"""The graph in files: pictures, and formats that other programs read."""
