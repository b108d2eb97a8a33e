"""Who changed what: one table for pages, calls and commands. What was noted before is taken over."""

from django.db import migrations, models

_TAKEN_OVER = """
DO $$ BEGIN
  IF to_regclass('auditlog_logentry') IS NOT NULL THEN
    INSERT INTO store_history (at, who, via, what, name, changes, address)
    SELECT "timestamp",
           coalesce(additional_data ->> 'who', (SELECT username FROM people_person WHERE id = actor_id), ''),
           CASE WHEN remote_addr IS NULL THEN 'command' ELSE 'page' END,
           coalesce(additional_data ->> 'what', 'person'), coalesce(additional_data ->> 'name', object_repr),
           coalesce(changes, '{}')::text, coalesce(host(remote_addr), '')
    FROM auditlog_logentry ORDER BY id;
  END IF;
END $$
"""


def _text(**more):
    return models.TextField(db_collation="C", **more)


class Migration(migrations.Migration):
    dependencies = [("store", "0011_initial_sync")]

    operations = [
        migrations.CreateModel(
            name="History",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("who", _text()),
                ("via", _text()),
                ("what", _text()),
                ("name", _text()),
                ("changes", models.TextField()),
                ("address", _text()),
            ],
            options={"indexes": [models.Index(fields=["what", "name", "-id"], name="history_of_one")]},
        ),
        migrations.RunSQL(_TAKEN_OVER, migrations.RunSQL.noop),
    ]
