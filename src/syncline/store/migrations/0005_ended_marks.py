"""Ended links are found by their keys: what somebody makes anew is matched with what was left behind."""

import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0004_answers")]

    operations = [
        migrations.AddIndex(
            "link",
            django.contrib.postgres.indexes.GinIndex(
                condition=~models.Q(("ended", "")), fastupdate=False, fields=["marks"], name="link_ended_marks"
            ),
        ),
    ]
