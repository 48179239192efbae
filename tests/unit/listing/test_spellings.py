# SPDX-License-Identifier: MIT
"""What a wiki answers about spellings is read, and each spelling is asked about once."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from tests.unit.listing.wiki import SITE, Reply, asking
from wikilinks_gui.errors import NotAnApiReplyError
from wikilinks_gui.listing.budget import Budget
from wikilinks_gui.listing.spellings import Spellings
from wikilinks_gui.wikitext.rules import rules_of

RULES = rules_of(replace(SITE, converts=True))

QUERY = {
    "normalized": [
        {"fromencoded": False, "from": "ßx", "to": "SSx"},
        {"fromencoded": True, "from": "e%CC%81", "to": "É"},
    ],
    "converted": [
        {"from": "Novi Sad", "to": "Нови Сад"},
        {"from": "Template:Novi Sad", "to": "Template:Нови Сад"},
    ],
    "interwiki": [{"title": "w:Hub", "iw": "w"}],
    "pages": [
        {"ns": 0, "title": "SSx", "missing": True},
        {"ns": 0, "title": "É", "missing": True},
        {"title": "A|", "invalidreason": "x", "invalid": True},
        {
            "ns": 0,
            "title": "Нови Сад",
            "pageid": 1,
            "varianttitles": {"sr": "Нови Сад", "sr-el": "Novi Sad", "sr-ec": "Нови Сад"},
        },
        {
            "ns": 10,
            "title": "Template:Нови Сад",
            "pageid": 2,
            "varianttitles": {"sr-el": "Šablon:Novi Sad", "sr-ec": "Шаблон:Нови Сад"},
        },
    ],
}


def answered(query: Reply, spellings: list[str]) -> Mapping[str, frozenset[str]]:
    """Ask such a wiki, twice, and return what is known then."""
    client, network = asking(lambda _params: {"batchcomplete": True, "query": query})
    asker = Spellings(client, SITE, RULES, None)
    asker.add(spellings)
    assert asker.ask(lambda: True)
    asker.add(spellings)
    assert not asker.ask(lambda: True)
    assert [set(params["titles"].split("|")) for params in network.asked] == [set(spellings)]
    assert not RULES.meanings
    return asker.rules.meanings


def test_what_spellings_mean() -> None:
    spellings = ["ßx", "e\u0301", "Novi Sad", "Template:Novi Sad", "w:Hub", "A"]
    assert answered(QUERY, spellings) == {
        "ßx": {"SSx"},
        "e\u0301": {"É"},
        "Novi Sad": {"Нови Сад", "Novi Sad"},
        "Template:Novi Sad": {"Template:Нови Сад", "Template:Novi Sad"},
        "w:Hub": set(),
        "A": set(),
    }


def test_titles_in_each_script() -> None:
    client, network = asking(lambda _params: {"batchcomplete": True, "query": QUERY})
    asker = Spellings(client, SITE, RULES, None)
    asker.read_scripts(["Нови Сад", "Template:Нови Сад"], Budget(1))
    assert asker.rules.scripts == {
        "Нови Сад": {"Нови Сад", "Novi Sad"},
        "Template:Нови Сад": {"Template:Нови Сад", "Template:Novi Sad"},
    }
    asker.read_scripts(["É"], Budget(1))  # a wiki that does not tell
    assert "É" not in asker.rules.scripts
    plain = Spellings(client, SITE, replace(RULES, converts=False), None)
    plain.read_scripts(["Нови Сад"], Budget(1))
    assert plain.rules.scripts == {}
    assert len(network.asked) == 2


@pytest.mark.parametrize(
    "page", [{"title": "A"}, {"ns": 0}, {"ns": 0, "title": "A", "varianttitles": ["A"]}]
)
def test_a_wrong_reply_is_refused(page: Reply) -> None:
    with pytest.raises(NotAnApiReplyError):
        answered({"pages": [page]}, ["A"])
