# SPDX-License-Identifier: MIT
"""All other dialogs."""
