"""Figures over everybody are kept; reps are listed by name, and found by any part of it without reading them all.

The index holds every three letters in a row of a name, as pg_trgm's do: that extension may be missing, and may not be
made by everybody (https://www.postgresql.org/docs/current/pgtrgm.html). Earlier versions write the table as before.
"""

from django.db import migrations, models

_PIECES = """
CREATE FUNCTION store_pieces(told text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT ARRAY(SELECT DISTINCT pg_catalog.substr(pg_catalog.lower(told COLLATE pg_catalog."C"), place, 3)
               FROM pg_catalog.generate_series(1, pg_catalog.length(told) - 2) AS place)
$$;
CREATE INDEX rep_pieces ON store_rep USING gin (store_pieces(id || ' ' || mailbox)) WITH (fastupdate = off);
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0013_selections")]

    operations = [
        migrations.CreateModel(
            name="Summary",
            fields=[
                ("name", models.TextField(db_collation="C", primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("seconds", models.FloatField()),
                ("value", models.TextField()),
            ],
        ),
        migrations.AddIndex("rep", models.Index(fields=["username", "id"], name="rep_name")),
        migrations.RunSQL(_PIECES, "DROP INDEX rep_pieces; DROP FUNCTION store_pieces(text)"),
    ]
