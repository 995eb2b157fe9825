from django.db import migrations

#: That the decision is from before the deadline says the constraint `filled_before_the_deadline`.
BY_DECISION = """
CREATE OR REPLACE FUNCTION refuse_late_filling() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.decided_at > callboard_now() THEN
        RAISE EXCEPTION 'call % cannot be filled by a decision from the future', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'filled_by_a_decision';
    END IF;
    RETURN NEW;
END $$;
"""

BY_COMMIT = """
CREATE OR REPLACE FUNCTION refuse_late_filling() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF callboard_now() >= NEW.expires_at THEN
        RAISE EXCEPTION 'call % cannot be filled after its deadline', NEW.id
            USING ERRCODE = 'CB001';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    """A call is filled by what was decided in time, even if its commit had to wait."""

    dependencies = [("workflows", "0008_what_is_kept_after_a_block")]

    operations = [migrations.RunSQL(BY_DECISION, BY_COMMIT)]
