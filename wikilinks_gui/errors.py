# SPDX-License-Identifier: MIT
"""What may go wrong, as types, with the words the user reads.

``str(error)`` is one line of plain text that says what happened and, where there is one, the next
step. Catching :class:`WikilinksError` catches everything that can be expected; anything else is
a bug.
"""

from threading import Event

from wikilinks_gui.translation import _


def plain(text: str) -> str:
    """Make one line of plain text of what a server sent: no line breaks, no control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


class WikilinksError(Exception):
    """Anything that can be expected to go wrong."""


class CancelledError(WikilinksError):
    """The user asked to stop; everything fetched so far is kept."""


def check_stop(stop: Event | None) -> None:
    """Raise :class:`CancelledError` where ``stop`` is set, which ends an export."""
    if stop is not None and stop.is_set():
        raise CancelledError(_("The export was stopped."))


# --- the wiki and the way to it ---------------------------------------------------------------


class WikiError(WikilinksError):
    """The wiki, or the way to it, did not give what was asked for."""


class NetworkError(WikiError):
    """No reply came: no connection, a reset, a time-out, a broken transfer."""


class ConnectError(NetworkError):
    """Not even a connection: a name that does not resolve, a port that nobody serves."""


class LateError(NetworkError):
    """There is a connection, but no whole reply came in time."""


class UnreachableError(NetworkError):
    """There is no way to a reply, and asking again does not open one.

    A certificate that is not valid, redirects without end or to where none may lead.
    """


class HttpStatusError(WikiError):
    """The server replied with an HTTP status other than 200."""

    def __init__(self, status: int, host: str) -> None:
        self.status = status
        super().__init__(_status_sentence(status).format(host=host, status=status))


def _status_sentence(status: int) -> str:
    """Return what a server means by an HTTP status."""
    match status:
        case 401:
            return _("{host} requires you to sign in (HTTP status {status}).")
        case 403:
            return _("{host} refuses to answer (HTTP status {status}).")
        case 404:
            return _("{host} has nothing at this address (HTTP status {status}).")
        case 407:
            return _(
                "The proxy on the way to {host} requires a user name and a password"
                " (HTTP status {status})."
            )
        case 429:
            return _("{host} received too many requests (HTTP status {status}).")
        case _ if status >= 500:
            return _("{host} has a problem of its own (HTTP status {status}).")
    return _("{host} did not deliver what was requested (HTTP status {status}).")


class NotAnApiReplyError(WikiError):
    """A reply came, but not the Action API's: HTML, broken or other JSON, or too large."""


class BrokenReplyError(NotAnApiReplyError):
    """An empty or truncated reply; asked again, it may be complete."""


class BotCheckError(NotAnApiReplyError):
    """A page with a bot check came instead of a reply."""


class ApiError(WikiError):
    """The Action API refused: ``code`` is the wiki's, ``text`` its words."""

    def __init__(self, code: str, text: str) -> None:
        self.code = plain(code)
        self.text = plain(text)
        super().__init__(
            _("The wiki refused ({code}): {text}").format(code=self.code, text=self.text)
        )


class ReadDeniedError(ApiError):
    """A private wiki: nothing can be read without signing in."""


class ContinuationError(WikiError):
    """The wiki's continuation leads nowhere: the same token came back."""


class ModuleUnavailableError(WikiError):
    """The wiki has disabled a module of its API, or does not know it: a list would be short."""


class NoWikiError(WikiError):
    """No MediaWiki was found at an address."""


class AddressError(WikilinksError):
    """This is not the address of anything on the web."""


# --- the title --------------------------------------------------------------------------------


class TitleError(WikilinksError):
    """The title cannot be listed on this wiki.

    ``redirect`` is the redirect that led there, where one was followed; ``url`` the page's address
    on another wiki, where it is known.
    """

    def __init__(self, message: str, *, redirect: str = "", url: str = "") -> None:
        self.redirect = redirect
        self.url = url
        super().__init__(message)


class InvalidTitleError(TitleError):
    """This cannot be a title; the text gives the wiki's reason."""


class SpecialPageError(TitleError):
    """A special page: nothing that links to it is recorded."""


class OtherWikiError(TitleError):
    """The page is on another wiki."""


# --- this computer ----------------------------------------------------------------------------


class StoreError(WikilinksError):
    """The store's file cannot be read or written."""


class StoreFullError(StoreError):
    """No room is left on the disk."""


class StoreReadOnlyError(StoreError):
    """The store may only be read."""


class StoreDamagedError(StoreError):
    """The store's file is not a healthy database."""


class ListDamagedError(StoreDamagedError):
    """What is stored of one list is not what was written; it can be fetched again."""


class StoreTooNewError(StoreError):
    """The store was written by a newer version of the program."""


class NothingStoredError(StoreError):
    """What was asked of the store is not in it."""


class StoreBusyError(StoreError):
    """Another running program writes the store, or the same listing."""


class SettingsError(WikilinksError):
    """The settings cannot be read or written."""


class ExportError(WikilinksError):
    """The export could not be written; a file that was there before is untouched."""
