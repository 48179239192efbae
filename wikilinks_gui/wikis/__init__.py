# SPDX-License-Identifier: MIT
"""The wikis a person uses: found, opened, kept open."""
