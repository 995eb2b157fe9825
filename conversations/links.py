"""Links in a text, also those that are written so that a search for `https://` misses them."""

import re
import unicodedata

#: What stands for a dot, a slash or a colon and is not made one by NFKC.
LIKE = str.maketrans(
    {
        "\u3002": ".",  # ideographic full stop
        "\u00b7": ".",  # middle dot
        "\u2215": "/",  # division slash
        "\u2044": "/",  # fraction slash
        "\ua789": ":",  # modifier letter colon
        "\u2236": ":",  # ratio
    }
)
#: Invisible characters, and marks that are put on top of others.
UNSEEN = ("Cf", "Mn", "Me", "Co", "Cn")
BLANKS = re.compile(r"\s+")
DOT = re.compile(r" ?[\[({<] ?(?:\.|dot|punkt) ?[\])}>] ?| (?:dot|punkt) ", re.IGNORECASE)
#: A dot with a blank before it: no sentence ends like this.
LONELY = re.compile(r"(?<=\w) \. ?(?=\w)")

# Each begins at the start of a word and goes back over nothing (`++`): a text of any length is read
# in time that grows with its length alone.
#: Ends of domains that are no words, in letters of any size.
KNOWN = "com|org|net|info|biz|io|app|dev|xyz|shop|online|site|link|ly|gg|tv|cc|ai|example"
LINK = re.compile(
    rf"""
      [a-z][a-z0-9+.-]{{1,15}}[ ]?:[ ]?/[ ]?/     # a scheme: http, hxxps, ftp, tg
    | \bwww[ ]?\.
    | \b\d{{1,3}}(?:\.\d{{1,3}}){{3}}\b           # an address of numbers
    | (?<![\w-])[\w-]++\.[^\W\d_]{{2,}}[/?\#:]\S  # a domain with something behind it
    | (?<![\w-])[\w-]++\.(?:{KNOWN}|xn--[\w-]+)\b(?!\w)
    """,
    re.IGNORECASE | re.VERBOSE,
)
#: Any other domain, all in small or all in capital letters: `Hello.How` is a missing blank.
BARE = re.compile(r"(?<![.\w-])(?=[\d_-]*+\w)[\w-]{2,}+\.(?:[a-zß-ÿ]{2,}+|[A-ZÀ-Þ]{2,}+)(?![\w.])")


def has_link(text: str) -> bool:
    """Whether somebody could follow or copy an address from this text."""
    plain = _plain(text)
    # As it is written, too: to a screen www. begins after something invisible.
    return bool(LINK.search(plain) or BARE.search(plain) or LINK.search(text))


def _plain(text: str) -> str:
    """As it looks to a reader: compatible forms are one, and what is invisible is not there."""
    seen = unicodedata.normalize("NFKC", text).translate(LIKE)
    seen = "".join(
        character
        for character in unicodedata.normalize("NFD", seen)
        if unicodedata.category(character) not in UNSEEN
    )
    seen = unicodedata.normalize("NFC", seen)
    return LONELY.sub(".", DOT.sub(".", BLANKS.sub(" ", seen)))
