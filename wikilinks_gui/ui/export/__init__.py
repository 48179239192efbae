# SPDX-License-Identifier: MIT
"""The dialogs that write files."""
