# SPDX-License-Identifier: MIT
"""The wikis in use: found, opened, kept open."""
