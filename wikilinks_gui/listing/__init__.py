# SPDX-License-Identifier: MIT
"""How the links to a page are listed.

Each method is a module of its own, :mod:`.linkshere` and :mod:`.backlinks`; :mod:`.methodchoice`
chooses one. What it is asked and what it gives is in :mod:`.request`, what it remembers between two
replies in :mod:`.standing`. :mod:`.storing` writes all of it into the store. Where the links come
from, :mod:`.origins` checks.
"""
