from django.db import migrations

TRIGGER = """
CREATE FUNCTION refuse_late_filling() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF callboard_now() >= NEW.expires_at THEN
        RAISE EXCEPTION 'call % cannot be filled after its deadline', NEW.id
            USING ERRCODE = 'CB001';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER refuse_late_filling BEFORE INSERT OR UPDATE OF status ON open_calls
    FOR EACH ROW WHEN (NEW.status = 'filled') EXECUTE FUNCTION refuse_late_filling();
"""


class Migration(migrations.Migration):
    dependencies = [("workflows", "0001_initial"), ("protocol", "0002_functions")]

    operations = [
        migrations.RunSQL(
            TRIGGER,
            "DROP TRIGGER refuse_late_filling ON open_calls; DROP FUNCTION refuse_late_filling();",
        )
    ]
