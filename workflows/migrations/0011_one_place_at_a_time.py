from django.db import migrations

#: Who is booked does not host at that time. The model's advisory lock (as in `lock_models`) lets
#: the second of two who try at once see the first.
GUARD = """
CREATE FUNCTION refuse_host_who_is_booked() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    model bigint;
    person bigint;
BEGIN
    IF TG_TABLE_NAME = 'bookings' THEN
        model := NEW.model_id;
        SELECT user_profile_id INTO person FROM models WHERE id = model;
    ELSE
        person := NEW.host_id;
        SELECT id INTO model FROM models WHERE user_profile_id = person;
    END IF;
    IF model IS NULL THEN
        RETURN NULL;
    END IF;
    PERFORM pg_advisory_xact_lock(7301, hashint8(model));
    IF EXISTS (
        SELECT 1 FROM bookings b JOIN calendar s ON s.during && b.during
        WHERE b.model_id = model AND b.state = 'confirmed'
          AND s.host_id = person AND s.cancelled_at IS NULL AND s.during && NEW.during
          AND b.during && NEW.during
    ) THEN
        RAISE EXCEPTION 'booked and hosting at the same time' USING ERRCODE = 'CB002';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER host_is_not_booked_inserting AFTER INSERT ON bookings
    FOR EACH ROW WHEN (NEW.state = 'confirmed') EXECUTE FUNCTION refuse_host_who_is_booked();
CREATE TRIGGER host_is_not_booked_moving AFTER UPDATE ON bookings
    FOR EACH ROW WHEN (NEW.state = 'confirmed' AND (OLD.state <> NEW.state
        OR OLD.during <> NEW.during)) EXECUTE FUNCTION refuse_host_who_is_booked();
CREATE TRIGGER host_is_not_booked_inserting AFTER INSERT ON calendar
    FOR EACH ROW WHEN (NEW.cancelled_at IS NULL) EXECUTE FUNCTION refuse_host_who_is_booked();
CREATE TRIGGER host_is_not_booked_moving AFTER UPDATE ON calendar
    FOR EACH ROW WHEN (NEW.cancelled_at IS NULL AND (OLD.during <> NEW.during
        OR OLD.cancelled_at IS NOT NULL)) EXECUTE FUNCTION refuse_host_who_is_booked();
"""
UNGUARD = """
DROP TRIGGER host_is_not_booked_inserting ON bookings;
DROP TRIGGER host_is_not_booked_moving ON bookings;
DROP TRIGGER host_is_not_booked_inserting ON calendar;
DROP TRIGGER host_is_not_booked_moving ON calendar;
DROP FUNCTION refuse_host_who_is_booked();
"""


class Migration(migrations.Migration):
    dependencies = [("workflows", "0010_a_time_of_its_own")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
