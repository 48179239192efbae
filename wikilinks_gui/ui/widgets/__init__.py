# SPDX-License-Identifier: MIT
"""Small widgets that any room may use."""
