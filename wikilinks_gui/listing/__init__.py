# SPDX-License-Identifier: MIT
"""How the links to a page are listed."""
