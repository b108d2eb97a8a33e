"""Reps whom a Salesforce profile brings into a configuration."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0002_journal_undo")]

    operations = [
        migrations.AddField(
            model_name="rep",
            name="profile",
            field=models.TextField(db_collation="C", db_default="", default=""),
        ),
    ]
