"""What a browser is called, of what it calls itself: screen and postman say the same."""

import re

from django.utils.translation import gettext

BROWSERS = (
    (r"Edg/", "Edge"),
    (r"OPR/", "Opera"),
    (r"Firefox/", "Firefox"),
    (r"Chrom(e|ium)/", "Chrome"),
    (r"Safari/", "Safari"),
)
SYSTEMS = (
    (r"iPhone", "iPhone"),
    (r"iPad", "iPad"),
    (r"Android", "Android"),
    (r"Mac OS X", "Mac"),
    (r"Windows", "Windows"),
    (r"Linux|X11", "Linux"),
)
LONGEST = 40
#: What calls itself otherwise may be anybody's words, which no mail of ours carries.
PLAIN = re.compile(r"[\w' -]+(/[\d.]+)?")


def named(user_agent: str) -> str:
    """ "Firefox on Mac". The client has the same rule: devices.cases.json is the table for both."""
    browser, system = (_found(signs, user_agent) for signs in (BROWSERS, SYSTEMS))
    if browser and system:
        return gettext("{browser} on {system}").format(browser=browser, system=system)
    own = user_agent[:LONGEST]
    known = browser or system or (own if PLAIN.fullmatch(own) else "")
    return known or gettext("an unknown device")


def _found(signs: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for sign, name in signs if re.search(sign, user_agent)), "")
