# SPDX-License-Identifier: MIT
"""What an address is: one spelling for it, and nothing secret in what is shown of it."""

import pytest

from wikilinks_gui.errors import AddressError
from wikilinks_gui.mediawiki.address import (
    is_address,
    is_loopback,
    presentable,
    web_address,
    with_scheme,
)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://en.wikipedia.org/wiki/A", "https://en.wikipedia.org/wiki/A"),
        ("HTTPS://EN.Wikipedia.ORG:443/wiki/A", "https://en.wikipedia.org/wiki/A"),
        ("http://w.example:80", "http://w.example"),
        ("http://w.example:443/", "http://w.example:443/"),
        ("http://[2001:DB8:0::1]:8080/", "http://[2001:db8::1]:8080/"),
        ("https://Пример.рф/вики/А?title=Б", "https://xn--e1afmkfd.xn--p1ai/"),
        ("https://faß.example/", "https://xn--fa-hia.example/"),
        ("https://w.example/wiki/A%2FB_100%25", "https://w.example/wiki/A%2FB_100%25"),
        ("https://w.example/wiki/\u202eA", "https://w.example/wiki/%E2%80%AEA"),
    ],
)
def test_addresses_come_in_one_spelling(text: str, address: str) -> None:
    assert web_address(text).startswith(address)
    assert web_address(text).isascii()
    assert web_address(web_address(text)) == web_address(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "w.example", "//w.example/", "file:///x", "javascript:alert(1)", "ms-msdt:/id"),
        *("http://", "http:///x", "http://u@w.example/", "http://:p@w.example/", "http://@w/"),
        *("http://w.example:x/", "http://w.example:0/", "http://w.example:99999/", "http://[::1"),
        *("http://w example/", "http://w.example/a b", "http://w.example\\@x/", "http://w/\n"),
        *("http://w\x00.example/", "http://w<.example/", "http://w%41.example/", "http://[x]/"),
        *("http://[fe80::1%25eth0]/", "http://./", "http://℀.example/", "http://w/\x7f"),
    ],
)
def test_s1_what_is_no_web_address_is_refused(text: str) -> None:
    with pytest.raises(AddressError):
        web_address(text)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("en.m.wikipedia.org/wiki/A", "https://en.wikipedia.org/wiki/A"),
        ("https://m.mediawiki.org/wiki/A", "https://www.mediawiki.org/wiki/A"),
        ("https://m.wikidata.org/w/api.php", "https://www.wikidata.org/w/api.php"),
        ("https://commons.m.wikimedia.org/", "https://commons.wikimedia.org/"),
        ("https://en.m.wiki.example/wiki/A", "https://en.m.wiki.example/wiki/A"),
        ("https://w.example/?a=1&title=A%26B&token=T#S", "https://w.example/?title=A%26B"),
        ("https://w.example/?curid=1&oldid=2&diff=3&ti%74le=A", None),
        ("https://w.example/?token=T&pw", "https://w.example/"),
        ("https://w.example/wiki/A?action=edit", "https://w.example/wiki/A"),
    ],
)
def test_s17_of_what_was_typed_is_left_what_names_a_page(typed: str, address: str | None) -> None:
    assert with_scheme(typed) == (address or typed)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Quartz", "Quartz"),
        *(
            (title, title)
            for title in ("A@B:C", "User:A@w.example", "User:A@B/C", "A: b@w.example/w/")
        ),
        ("user:pw@w.example/wiki/A?token=T", "w.example/wiki/A"),
        ("user:p@w@127.0.0.1:8340/index.php/Quartz", "127.0.0.1:8340/index.php/Quartz"),
        (" https://user:pw@w.example/wiki/A?token=T#S ", "https://w.example/wiki/A"),
        ("//user:pw@w.example/wiki/A", "//w.example/wiki/A"),
        ("w.example/wiki/A?token=T", "w.example/wiki/A"),
        ("127.0.0.1:8340/index.php/Quartz?x=T", "127.0.0.1:8340/index.php/Quartz"),
        ("https://user:pw@w.example:x/wiki/A?token=T", "https://w.example:x/wiki/A"),
        ("ftp://user:pw@w.example/", "ftp://w.example/"),
        ("http://w/?p=pw x", "http://w/"),
    ],
)
def test_s9_what_is_shown_and_kept_has_no_secrets(typed: str, shown: str) -> None:
    assert presentable(typed) == shown
    assert presentable(shown) == shown


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("en.wikipedia.org", "https://en.wikipedia.org"),
        (" //en.wikipedia.org/wiki/X ", "https://en.wikipedia.org/wiki/X"),
        ("http://[::1]:8080/", "http://[::1]:8080/"),
        ("https://w.example/wiki/Rock crystal", "https://w.example/wiki/Rock%20crystal"),
        ("w.example/wiki/Rock\xa0 crystal\n", "https://w.example/wiki/Rock%20crystal"),
        ("https://w.example/w/index.php?title=A b", "https://w.example/w/index.php?title=A%20b"),
        ("<https://w.example/wiki/A>", "https://w.example/wiki/A"),
        ("\u202ahttps://w.example/wiki/A\u202c", "https://w.example/wiki/A"),
        (" \ufeffhttps://w.example/wiki/A\u200b ", "https://w.example/wiki/A"),
        ("127.0.0.1:8340/wiki/Rock crystal", "http://127.0.0.1:8340/wiki/Rock%20crystal"),
    ],
)
def test_addresses_are_completed(typed: str, address: str) -> None:
    assert with_scheme(typed) == address
    if "/wiki/" in address:
        assert is_address(typed)
        assert presentable(typed).endswith(address.partition("//")[2])


@pytest.mark.parametrize(
    ("typed", "scheme"),
    [
        ("127.0.0.1:8340/index.php/Quartz", "http"),
        ("localhost", "http"),
        ("[::1]:8340", "http"),
        ("192.168.0.7/wiki/X", "http"),
        ("mywiki:8080", "http"),
        ("nas.local/w", "http"),
        ("wiki.example", "https"),
        ("192.0.43.8", "https"),
        ("[2606:4700::1]", "https"),
    ],
)
def test_w11_a_host_of_the_local_network_is_asked_by_http(typed: str, scheme: str) -> None:
    assert with_scheme(typed) == f"{scheme}://{typed}"


@pytest.mark.parametrize(
    "typed", ["", "https://", "ftp://x", "http://[", "https://x:99999/", "a b", "u:p@w.example"]
)
def test_what_is_no_address_is_told(typed: str) -> None:
    with pytest.raises(AddressError):
        with_scheme(typed)


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("localhost", True),
        ("127.1.2.3", True),
        ("::1", True),
        ("wiki.localhost", True),
        ("192.168.0.1", False),
        ("localhost.example.org", False),
    ],
)
def test_loopback_is_told_from_other_hosts(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback
