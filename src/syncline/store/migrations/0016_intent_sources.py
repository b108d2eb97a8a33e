"""A create that was announced tells by what its source is known, and when it may be looked for.

Earlier versions write the table as before.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0015_list_indexes")]

    operations = [
        migrations.AddField("intent", "source", models.TextField(db_default="")),
        migrations.AddField("intent", "due", models.DateTimeField(null=True)),
    ]
