from django.db import migrations, models
from django.db.models import F, Func, Q

FUNCTION = """
CREATE FUNCTION callboard_mailbox(address text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT CASE WHEN domain IN ('gmail.com', 'googlemail.com')
                THEN replace(place, '.', '') || '@gmail.com' ELSE place || '@' || domain END
    FROM (SELECT coalesce(nullif(split_part(local, '+', 1), ''), local) AS place, domain
          FROM (SELECT lower(regexp_replace(address, '@[^@]*$', '')) AS local,
                       rtrim(lower(regexp_replace(address, '^.*@', '')), '.') AS domain) parts) p
$$;
COMMENT ON FUNCTION callboard_mailbox(text) IS
    'The mailbox that an address leads to, whatever its case, tags and dots.';
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0014_index_marks")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION callboard_mailbox(text)"),
        migrations.RemoveConstraint(model_name="user", name="one_account_per_confirmed_address"),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(
                Func(F("email"), function="callboard_mailbox"),
                condition=Q(email_confirmed_at__isnull=False),
                name="one_account_per_confirmed_mailbox",
            ),
        ),
    ]
