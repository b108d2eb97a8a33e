"""Lists of 100,000 rows are read from an index in the order in which they are shown; a short id is looked up.

`store_short_id` is `store/short_ids.py` again; a test holds the two together. Earlier versions write the tables as before.
"""

from django.db import migrations, models
from django.db.models import Q

_SHORT_IDS = """
CREATE FUNCTION store_short_id(rep text, collection text, side text, record_id text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT pg_catalog.substr(pg_catalog.encode(pg_catalog.sha256(
    pg_catalog.convert_to(rep, 'UTF8') || '\\x00'::pg_catalog.bytea
    || pg_catalog.convert_to(collection, 'UTF8') || '\\x00'::pg_catalog.bytea
    || pg_catalog.convert_to(side, 'UTF8') || '\\x00'::pg_catalog.bytea
    || pg_catalog.convert_to(record_id, 'UTF8')), 'hex'), 1, 12)
$$;
CREATE INDEX error_short_id ON store_error (store_short_id(rep, collection, side, record_id));
CREATE INDEX unresolved_short_id ON store_unresolved (store_short_id(rep, collection, side, record_id));
"""
_NO_SHORT_IDS = """
DROP INDEX unresolved_short_id;
DROP INDEX error_short_id;
DROP FUNCTION store_short_id(text, text, text, text);
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0014_summary")]

    operations = [
        migrations.AddIndex("rep", models.Index(fields=["configuration", "username", "id"], name="rep_configuration")),
        migrations.AddIndex("held", models.Index(fields=["state", "-at", "rep"], name="held_newest")),
        migrations.AddIndex(
            "unresolved", models.Index(fields=["-at", "rep"], condition=~Q(state="ignored"), name="unresolved_open")
        ),
        migrations.RunSQL(_SHORT_IDS, _NO_SHORT_IDS),
    ]
