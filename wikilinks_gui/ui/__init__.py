# SPDX-License-Identifier: MIT
"""The window: all that knows Qt."""
