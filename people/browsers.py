"""What a browser is called, of what it calls itself: screen and postman say the same."""

import re

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
UNKNOWN = {"en": "an unknown device", "de": "einem unbekannten Gerät"}
WITH = {"en": "{browser} on {system}", "de": "{browser} auf {system}"}
LONGEST = 40
#: What calls itself otherwise may be anybody's words, which no mail of ours carries.
PLAIN = re.compile(r"[\w' -]+(/[\d.]+)?")


def named(user_agent: str, language: str = "en") -> str:
    """ "Firefox on Mac". The client has the same rule: devices.cases.json is the table for both."""
    browser, system = (_found(signs, user_agent) for signs in (BROWSERS, SYSTEMS))
    if browser and system:
        return WITH.get(language, WITH["en"]).format(browser=browser, system=system)
    own = user_agent[:LONGEST]
    known = browser or system or (own if PLAIN.fullmatch(own) else "")
    return known or UNKNOWN.get(language, UNKNOWN["en"])


def _found(signs: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for sign, name in signs if re.search(sign, user_agent)), "")
