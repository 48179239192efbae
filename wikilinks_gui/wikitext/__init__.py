# SPDX-License-Identifier: MIT
"""Links in wikitext: where a link comes from, and the sentence around it."""
