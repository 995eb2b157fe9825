"""Where a post may lead: a web page, shown with its host and never fetched from here."""

from urllib.parse import urlsplit

from protocol.refused import Refused


def checked(url: str | None) -> str | None:
    """The address as it is, or refused: http and https only, with a host and no password."""
    if url is None:
        return None
    try:
        parts = urlsplit(url)
        good = bool(parts.hostname) and parts.username is None and parts.port != 0
    except ValueError:
        good = False
    if not good or not url.isprintable():
        raise Refused("bad_request", "This is not the address of a web page.", field="link_url")
    return url
