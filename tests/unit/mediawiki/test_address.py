# SPDX-License-Identifier: MIT
"""Web addresses: what is one, in which spelling, and what of it may be kept."""

import pytest

from wikilinks_gui.errors import AddressError
from wikilinks_gui.mediawiki.address import presentable, web_address, with_scheme
from wikilinks_gui.mediawiki.endpoint import find_endpoints, told_endpoint
from wikilinks_gui.mediawiki.reply import HttpReply


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
    ],
)
def test_s9_what_is_shown_and_kept_has_no_secrets(typed: str, shown: str) -> None:
    assert presentable(typed) == shown
    assert presentable(shown) == shown


def page(url: str, edit_uri: str) -> HttpReply:
    html = f'<link rel="EditURI" href="{edit_uri}">'.encode()
    return HttpReply(200, url, {}, html, len(html))


@pytest.mark.parametrize(
    "edit_uri",
    [
        "http://w.example/w/api.php?action=rsd",
        "http://w.example:80/w/api.php",
        "//w.example/w/api.php?action=rsd",
        "HTTP://W.EXAMPLE/w/api.php?token=T",
    ],
)
def test_s19_what_came_by_https_is_not_asked_in_the_clear(edit_uri: str) -> None:
    found = page("https://w.example/wiki/A", edit_uri)
    assert told_endpoint(found) == "https://w.example/w/api.php"
    assert all(each.startswith("https:") for each in find_endpoints(found))


def test_s19_nor_is_another_host() -> None:
    found = page("https://w.example/wiki/A", "http://api.example/w/api.php")
    assert told_endpoint(found) == "https://api.example/w/api.php"
    assert told_endpoint(page("http://w.example/wiki/A", "http://w.example/api.php")) == (
        "http://w.example/api.php"
    )


@pytest.mark.parametrize("host", ["localhost:8080", "192.168.1.1", "10.1", "nas", "[fe80::1]"])
def test_s10_a_page_of_the_internet_does_not_lead_into_the_local_network(host: str) -> None:
    found = page("https://w.example/wiki/A", f"http://{host}/w/api.php?action=rsd")
    assert told_endpoint(found) == "https://w.example/w/api.php"
    assert all(each.startswith("https://w.example/") for each in find_endpoints(found))
    found = page("http://127.0.0.1:8080/wiki/A", f"http://{host}/w/api.php")
    assert told_endpoint(found) == f"http://{host}/w/api.php", "within it, hosts may name others"


def test_s9_an_api_with_a_user_part_is_none() -> None:
    assert told_endpoint(page("http://w.example/", "http://user:pw@w.example/api.php")) is None
