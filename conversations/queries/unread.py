"""The one count of unread messages: the last number of a conversation less the last one read.

In committed rows the difference is never negative, which the database enforces. Two numbers that
were read at different moments can still pass each other, so every count has a floor of zero.
"""

#: Former members keep the numbers and times of the moment at which they left.
LAST_NUMBER = "coalesce(p.left_number, c.last_number)"
UPDATED_AT = "coalesce(p.left_updated_at, c.updated_at)"
ARCHIVED = f"coalesce(p.archived_number >= {LAST_NUMBER}, false)"
#: Whether there is anything unread, or flagged as such.
UNREAD = f"({LAST_NUMBER} > p.last_read_number OR p.marked_unread)"


def count(last_number: int, last_read_number: int) -> int:
    return max(0, last_number - last_read_number)


def tail(number: int, last_read_number: int) -> bytes:
    """Spliced into each recipient's frame; both numbers are absolute, so nothing can drift."""
    unread = count(number, last_read_number)
    return b',"last_read_number":%d,"unread":%d' % (last_read_number, unread)
