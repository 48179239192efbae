# SPDX-License-Identifier: MIT
"""The window: everything that uses Qt."""
