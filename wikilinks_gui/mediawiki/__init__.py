# SPDX-License-Identifier: MIT
"""The Action API of a MediaWiki wiki: asking, continuing, what the wiki is, what a title means.

The way of a request: :mod:`.client` waits for its turn (:mod:`.pace`) and has it sent by
:mod:`.transport` (over :mod:`.connections`, with :mod:`.headers`), again where that may help
(:mod:`.retry`). Its reply is parsed by :mod:`.reply`, tells how to continue (:mod:`.continuation`),
and is read field by field through :mod:`.apiobject`.
"""
