# SPDX-License-Identifier: MIT
"""The Action API of a MediaWiki wiki: asking, continuing, what the wiki is, what a title means."""
