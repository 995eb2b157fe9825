from django.db import migrations

#: What was filled in time may change as long as it likes: only becoming filled has a deadline.
ONLY_BECOMING = """
DROP TRIGGER refuse_late_filling ON open_calls;
CREATE TRIGGER refuse_filled_at_once BEFORE INSERT ON open_calls
    FOR EACH ROW WHEN (NEW.status = 'filled') EXECUTE FUNCTION refuse_late_filling();
CREATE TRIGGER refuse_late_filling BEFORE UPDATE OF status ON open_calls
    FOR EACH ROW WHEN (NEW.status = 'filled' AND OLD.status <> 'filled')
    EXECUTE FUNCTION refuse_late_filling();
"""
WHENEVER = """
DROP TRIGGER refuse_filled_at_once ON open_calls;
DROP TRIGGER refuse_late_filling ON open_calls;
CREATE TRIGGER refuse_late_filling BEFORE INSERT OR UPDATE OF status ON open_calls
    FOR EACH ROW WHEN (NEW.status = 'filled') EXECUTE FUNCTION refuse_late_filling();
"""


class Migration(migrations.Migration):
    dependencies = [("workflows", "0004_public_sessions")]

    operations = [migrations.RunSQL(ONLY_BECOMING, WHENEVER)]
