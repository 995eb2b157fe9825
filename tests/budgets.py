"""What reaching strangers may cost: as in the product, or beside the point of a test."""

import msgspec
from django.conf import settings
from django.test import override_settings

MANY = 10_000
#: For processes whose crowds do on one day what people do in a year.
ENVIRONMENT = {
    "CALLBOARD_LIMIT_COLD_CONTACTS_PER_DAY": str(MANY),
    "CALLBOARD_LIMIT_COLD_CONTACTS_NEW_ACCOUNT": str(MANY),
}


def contacts(a_day: int, new_account: int | None = None) -> override_settings:
    """So many first messages to strangers a day, in this process."""
    limits = msgspec.structs.replace(
        settings.LIMITS,
        cold_contacts_per_day=a_day,
        cold_contacts_new_account=a_day if new_account is None else new_account,
    )
    return override_settings(LIMITS=limits)
