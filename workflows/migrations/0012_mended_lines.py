from django.db import migrations

from protocol.mending import mend_lines

#: What is shown after a block instead of what the session says now.
KEPT = {"kept__title": "Session", "kept__place": "", "kept__district": ""}


class Migration(migrations.Migration):
    """Titles and places are one line of what can be seen, also those from before that was asked.

    What a model agreed to is mended with it, or they would be asked again.
    """

    dependencies = [("workflows", "0011_one_place_at_a_time")]

    operations = [
        mend_lines("workflows", "CalendarSession", title="Session", place="", district=""),
        mend_lines("workflows", "Application", terms__district=""),
        *(mend_lines("workflows", model, **KEPT) for model in ("Application", "JobOffer", "Booking")),
    ]
