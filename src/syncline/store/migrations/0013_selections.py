"""Which events people chose for Salesforce by an Outlook add-in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0012_history")]

    operations = [
        migrations.CreateModel(
            name="Selection",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "rep", "record_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("rep", models.TextField(db_collation="C")),
                ("record_id", models.TextField(db_collation="C")),
                ("uid", models.TextField(db_collation="C")),
                ("selected", models.BooleanField()),
                ("at", models.DateTimeField()),
                ("pending", models.BooleanField()),
            ],
        ),
    ]
