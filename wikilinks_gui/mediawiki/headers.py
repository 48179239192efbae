# SPDX-License-Identifier: MIT
"""The HTTP headers of all requests to wikis."""

from urllib.parse import quote

from wikilinks_gui import __version__

POST_HEADERS = {
    "Content-Type": "application/x-www-form-urlencoded",
    # Lets Wikimedia answer from the nearest data centre.
    "Promise-Non-Write-API-Action": "true",
}
"""Headers of a request that is too long for an address, besides those of every request."""


def request_headers(contact: str) -> dict[str, str]:
    """Return the headers of every request of the user with a contact.

    The User-Agent is as Wikimedia's policy asks for: program, contact, library.
    """
    import requests  # takes 0.15 s, which the settings do without

    said = contact_words(contact)
    middle = f" ({said})" if said else ""
    agent = f"wikilinks-gui/{__version__}{middle} requests/{requests.__version__}"
    return {"User-Agent": agent, "Accept-Encoding": "gzip, deflate"}


def contact_words(contact: str) -> str:
    """Return what of a contact can stand in an HTTP header; "" when nothing is left of it."""
    said = "".join(c for c in contact if c.isprintable() and c not in "()").strip()
    return quote(said, safe=" !#$%&'*+,-./:;=?@[]^_`{|}~")
