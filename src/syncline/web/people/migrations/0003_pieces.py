"""Accounts are found by any part of a name or address without reading them all, as reps are."""

from django.db import migrations

_PIECES = (
    "CREATE INDEX person_pieces ON people_person"
    " USING gin (store_pieces(lower(username || ' ' || name || ' ' || email))) WITH (fastupdate = off)"
)


class Migration(migrations.Migration):
    dependencies = [("people", "0002_saved_reports"), ("store", "0014_summary")]

    operations = [migrations.RunSQL(_PIECES, "DROP INDEX person_pieces")]
