from django.db import migrations, models
from django.db.models import F, Q

#: Leaving wrote a line of the system, which moved the pointer of the person who had just left.
REPAIR = """
UPDATE conversation_participants p
SET last_read_number = p.left_number,
    last_read_at = (SELECT m.created_at FROM messages m
                    WHERE m.conversation_id = p.conversation_id AND m.number = p.left_number)
WHERE p.last_read_number > p.left_number;

UPDATE conversation_participants p SET last_read_number = c.last_number
FROM conversations c WHERE c.id = p.conversation_id AND p.last_read_number > c.last_number;
"""

TRIGGER = """
CREATE FUNCTION refuse_reading_ahead() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.last_read_number > (SELECT last_number FROM conversations
                               WHERE id = NEW.conversation_id) THEN
        RAISE EXCEPTION 'nobody has read more than was said'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'read_what_was_said';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER refuse_reading_ahead AFTER INSERT OR UPDATE OF last_read_number
    ON conversation_participants
    FOR EACH ROW WHEN (NEW.last_read_number > 0) EXECUTE FUNCTION refuse_reading_ahead();
"""


class Migration(migrations.Migration):
    """A pointer is never past the last message, nor past the last one before leaving."""

    dependencies = [("conversations", "0004_lean_indexes")]

    operations = [
        migrations.RunSQL(REPAIR, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.CheckConstraint(
                condition=Q(left_number=None) | Q(last_read_number__lte=F("left_number")),
                name="former_members_have_read_what_was_there",
            ),
        ),
        migrations.RunSQL(
            TRIGGER,
            "DROP TRIGGER refuse_reading_ahead ON conversation_participants;"
            " DROP FUNCTION refuse_reading_ahead();",
        ),
    ]
