"""What an earlier version writes of an unresolved item, which knows nothing of these columns, is accepted."""

from django.db import migrations

_COLUMNS = ("names", "reasons", "answers")


def _each(change):
    return "ALTER TABLE store_unresolved " + ", ".join(f"ALTER COLUMN {name} {change}" for name in _COLUMNS)


class Migration(migrations.Migration):
    dependencies = [("store", "0009_subscriptions")]

    operations = [migrations.RunSQL(_each("SET DEFAULT '{}'"), _each("DROP DEFAULT"))]
