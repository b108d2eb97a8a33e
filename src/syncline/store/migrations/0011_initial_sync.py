"""Which ways of a rep have their initial sync behind them, as far as the cursors of earlier versions tell."""

import django.contrib.postgres.fields
from django.db import migrations, models

_COLUMNS = ("through", "first")
_BEHIND = """
UPDATE store_cycle SET through = ARRAY(
  SELECT c.collection || way FROM store_cursor c, unnest(ARRAY['.to_salesforce', '.to_mailbox']) way
  WHERE c.rep = store_cycle.rep AND c.complete AND c.side = CASE
    WHEN way = '.to_mailbox' AND c.collection = 'contacts' THEN 'salesforce' ELSE 'mailbox' END
  ORDER BY 1)
"""


def _each(change):
    return "ALTER TABLE store_cycle " + ", ".join(f"ALTER COLUMN {name} {change}" for name in _COLUMNS)


def _texts():
    return django.contrib.postgres.fields.ArrayField(
        base_field=models.TextField(db_collation="C"), default=list, size=None
    )


class Migration(migrations.Migration):
    dependencies = [("store", "0010_answers_defaults")]

    operations = [
        *(migrations.AddField("cycle", name, _texts()) for name in _COLUMNS),
        migrations.RunSQL(_each("SET DEFAULT '{}'"), _each("DROP DEFAULT")),
        migrations.RunSQL(_BEHIND, migrations.RunSQL.noop),
    ]
