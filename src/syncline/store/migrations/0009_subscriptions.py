"""What servers were asked to tell our web hook of."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0008_activity"),
    ]

    operations = [
        migrations.CreateModel(
            name="Subscription",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "rep", "collection", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("rep", models.TextField(db_collation="C")),
                ("collection", models.TextField(db_collation="C")),
                ("mail", models.TextField(db_collation="C")),
                ("address", models.TextField(db_collation="C")),
                ("id", models.TextField(db_collation="C")),
                ("resource", models.TextField(db_collation="C")),
                ("hook", models.TextField(db_collation="C")),
                ("expires", models.DateTimeField()),
            ],
        ),
    ]
