# SPDX-License-Identifier: MIT
"""A small wiki on loopback that answers the Action API as MediaWiki 1.39 does."""
