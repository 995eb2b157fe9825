from django.db import migrations

#: The log of the staff goes by age alone, and only where the worker forgets what is due.
KEPT = """
    CREATE OR REPLACE FUNCTION staff_acts_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' AND current_setting('callboard.forgetting', true) = 'on'
           AND OLD.created_at < callboard_now() - interval '30 days' THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION 'the log of the staff is never changed'
            USING ERRCODE = 'integrity_constraint_violation';
    END $$"""
BEFORE = """
    CREATE OR REPLACE FUNCTION staff_acts_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the log of the staff is never changed'
            USING ERRCODE = 'integrity_constraint_violation';
    END $$"""


class Migration(migrations.Migration):
    dependencies = [("people", "0010_token_scopes"), ("protocol", "0002_functions")]

    operations = [migrations.RunSQL(KEPT, BEFORE)]
