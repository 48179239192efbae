# SPDX-License-Identifier: MIT
"""Opening web pages in the user's browser."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from wikilinks_gui.errors import AddressError
from wikilinks_gui.mediawiki.address import WebAddress, web_address


def open_in_browser(address: WebAddress) -> bool:
    """Open a web page; returns False where no browser can be opened.

    The desktop opens files and starts programs by the same call, so the address is checked again,
    whatever it went through, and is read by Qt as it was checked.
    """
    try:
        checked = web_address(address)
    except AddressError:
        return False
    url = QUrl.fromEncoded(checked.encode(), QUrl.ParsingMode.StrictMode)
    return url.isValid() and QDesktopServices.openUrl(url)
