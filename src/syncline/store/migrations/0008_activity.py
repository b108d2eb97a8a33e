"""What cycles wrote, by five minutes; lists that pages read newest first."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0007_counts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Activity",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "rep", "collection", "at", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("rep", models.TextField(db_collation="C")),
                ("collection", models.TextField(db_collation="C")),
                ("at", models.DateTimeField()),
                ("synced", models.IntegerField()),
            ],
        ),
        migrations.AddIndex(
            model_name="error",
            index=models.Index(fields=["-at", "rep", "record_id"], name="error_newest"),
        ),
        migrations.AddIndex(
            model_name="error",
            index=models.Index(fields=["code", "-at"], name="error_code"),
        ),
        migrations.AddIndex(
            model_name="unresolved",
            index=models.Index(fields=["state", "-at"], name="unresolved_newest"),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(fields=["at"], name="activity_at"),
        ),
    ]
