from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION callboard_now() RETURNS timestamptz LANGUAGE sql VOLATILE
    AS 'SELECT clock_timestamp()';
COMMENT ON FUNCTION callboard_now() IS 'The only clock that decides anything.';

CREATE FUNCTION callboard_xid() RETURNS bigint LANGUAGE sql VOLATILE
    AS 'SELECT pg_current_xact_id()::text::bigint';
COMMENT ON FUNCTION callboard_xid() IS 'The running transaction, as topics remember it.';
"""

INSTALLATION = """
INSERT INTO installation (id, epoch) VALUES (1, replace(gen_random_uuid()::text, '-', ''));
"""


class Migration(migrations.Migration):
    dependencies = [("protocol", "0001_initial")]

    operations = [
        migrations.RunSQL(
            FUNCTIONS, "DROP FUNCTION callboard_now(); DROP FUNCTION callboard_xid();"
        ),
        migrations.RunSQL(INSTALLATION, migrations.RunSQL.noop),
    ]
