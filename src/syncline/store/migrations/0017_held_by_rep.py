"""Whom the guard holds up is counted from an index alone."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("store", "0016_intent_sources")]

    operations = [
        migrations.AddIndex(
            "held",
            models.Index(fields=["rep", "collection", "action", "at"], condition=Q(state="held"), name="held_by_rep"),
        ),
    ]
