"""Unresolved items with names, and with what a person answered."""

import django.contrib.postgres.fields
from django.db import migrations, models


def _texts():
    return django.contrib.postgres.fields.ArrayField(
        base_field=models.TextField(db_collation="C"), default=list, size=None
    )


class Migration(migrations.Migration):
    dependencies = [("store", "0003_rep_profile")]

    operations = [
        migrations.AddField("unresolved", "names", _texts()),
        migrations.AddField("unresolved", "reasons", _texts()),
        migrations.AddField("unresolved", "answers", _texts()),
        migrations.AddField("unresolved", "name", models.TextField(db_collation="C", db_default="")),
        migrations.AddField("unresolved", "state", models.TextField(db_collation="C", db_default="open")),
        migrations.RunSQL(
            "UPDATE store_unresolved SET names = array_fill(''::text, ARRAY[cardinality(candidates)]),"
            " reasons = array_fill(''::text, ARRAY[cardinality(candidates)])",
            migrations.RunSQL.noop,
        ),
    ]
