# SPDX-License-Identifier: MIT
"""Which of its parameters a template reads: what else is written in a call of it is not shown."""

import re
from collections.abc import Callable

from wikilinks_gui.wikitext.rules import WikitextRules
from wikilinks_gui.wikitext.scanner import is_redirect
from wikilinks_gui.wikitext.use import Arguments
from wikilinks_gui.wikitext.words import HASH_FUNCTIONS

Parameters = frozenset[str] | None
"""Names of parameters; None: it may read others, too."""

_PARAMETER = re.compile(r"\{\{\{([^{}|<>]*+)([|}<{]|\Z)")
_FUNCTION = re.compile(r"""[{}:]\s*(#[^\s{}|:;"'=<>\[\]#]+):""")  # behind "{{", or "subst:"


def parameters(text: str, rules: WikitextRules) -> Parameters:
    """Return the names of the parameters that a template with this text reads.

    A module reads what it likes, and so may functions of unknown extensions.
    """
    if not text or is_redirect(text):
        return None
    if any(rules.magic_word(name) not in HASH_FUNCTIONS for name in set(_FUNCTION.findall(text))):
        return None
    found = set(_PARAMETER.findall(text))
    if any(end and end in "{<" for _name, end in found):
        return None
    return frozenset(name.strip() for name, _end in found)


def is_left_out(arguments: Arguments, parameters_of: Callable[[str], Parameters]) -> bool:
    """Return whether what stands in some arguments is certainly not shown."""
    for template, name in arguments:
        known = parameters_of(template)
        if name and known is not None and name not in known:
            return True
    return False
