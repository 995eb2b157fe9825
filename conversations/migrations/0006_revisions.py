import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models


#: A former member sees a message or a reaction as it was when their stint ended. What they saw is
#: kept by whoever changes the row, whether the code thinks of it or not; and because the version
#: decides what they see, nothing changes without a new one.
TRIGGERS = """
CREATE FUNCTION keep_message_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.version <= OLD.version THEN
        RAISE EXCEPTION 'message % is changed without a new version', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_change_has_a_new_version';
    END IF;
    INSERT INTO message_revisions (message_id, conversation_id, version, until_version,
                                   content, data, edited_at, deleted_at)
    SELECT OLD.id, OLD.conversation_id, OLD.version, NEW.version,
           OLD.content, OLD.data, OLD.edited_at, OLD.deleted_at
    WHERE EXISTS (
        SELECT FROM conversation_stints s
        WHERE s.conversation_id = OLD.conversation_id
          AND s.from_number < OLD.number AND OLD.number <= s.to_number
          AND OLD.version <= s.to_version AND s.to_version < NEW.version);
    RETURN NULL;
END $$;

CREATE TRIGGER keep_message_revision AFTER UPDATE ON messages FOR EACH ROW
    WHEN ((OLD.version, OLD.content, OLD.data, OLD.edited_at, OLD.deleted_at)
          IS DISTINCT FROM (NEW.version, NEW.content, NEW.data, NEW.edited_at, NEW.deleted_at))
    EXECUTE FUNCTION keep_message_revision();

CREATE FUNCTION keep_reaction_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.version <= OLD.version THEN
        RAISE EXCEPTION 'reaction % is changed without a new version', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_change_has_a_new_version';
    END IF;
    INSERT INTO message_reaction_revisions (reaction_id, version, until_version, "on")
    SELECT OLD.id, OLD.version, NEW.version, OLD."on"
    FROM messages m
    WHERE m.id = OLD.message_id AND EXISTS (
        SELECT FROM conversation_stints s
        WHERE s.conversation_id = OLD.conversation_id
          AND s.from_number < m.number AND m.number <= s.to_number
          AND OLD.version <= s.to_version AND s.to_version < NEW.version);
    RETURN NULL;
END $$;

CREATE TRIGGER keep_reaction_revision AFTER UPDATE ON message_reactions FOR EACH ROW
    WHEN ((OLD.version, OLD."on") IS DISTINCT FROM (NEW.version, NEW."on"))
    EXECUTE FUNCTION keep_reaction_revision();
"""

UNDO = """
DROP TRIGGER keep_message_revision ON messages;
DROP TRIGGER keep_reaction_revision ON message_reactions;
DROP FUNCTION keep_message_revision();
DROP FUNCTION keep_reaction_revision();
"""


class Migration(migrations.Migration):
    """What former members saw is kept when it is changed."""

    dependencies = [
        ('conversations', '0005_read_what_was_there'),
    ]

    operations = [
        migrations.CreateModel(
            name='MessageRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.BigIntegerField()),
                ('until_version', models.BigIntegerField()),
                ('content', models.TextField()),
                ('data', models.JSONField(null=True)),
                ('edited_at', models.DateTimeField(null=True)),
                ('deleted_at', models.DateTimeField(null=True)),
                ('words', django.contrib.postgres.search.SearchVectorField(null=True)),
                ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='conversations.conversation')),
                ('message', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='revisions', to='conversations.message')),
            ],
            options={
                'db_table': 'message_revisions',
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['words'], name='message_revision_words'), models.Index(condition=models.Q(('words', None)), fields=['id'], name='message_revision_unfilled')],
                'constraints': [models.UniqueConstraint(fields=('message', 'version'), name='one_revision_of_a_message_per_version'), models.CheckConstraint(condition=models.Q(('until_version__gt', models.F('version'))), name='a_message_revision_has_ended')],
            },
        ),
        migrations.CreateModel(
            name='ReactionRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.BigIntegerField()),
                ('until_version', models.BigIntegerField()),
                ('on', models.BooleanField()),
                ('reaction', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='revisions', to='conversations.reaction')),
            ],
            options={
                'db_table': 'message_reaction_revisions',
                'constraints': [models.UniqueConstraint(fields=('reaction', 'version'), name='one_revision_of_a_reaction_per_version'), models.CheckConstraint(condition=models.Q(('until_version__gt', models.F('version'))), name='a_reaction_revision_has_ended')],
            },
        ),
        migrations.RunSQL(TRIGGERS, UNDO),
    ]
