"""The last cycle of a rep tells its id, which the log has too.

Earlier versions write the table as before.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0018_named_reps")]

    operations = [migrations.AddField("cycle", "name", models.TextField(db_default=""))]
