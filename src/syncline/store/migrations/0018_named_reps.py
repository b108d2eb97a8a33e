"""Whom people named in the set-up is found without reading those whom a profile brought."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("store", "0017_held_by_rep")]

    operations = [
        migrations.AddIndex(
            "rep", models.Index(fields=["id"], condition=~Q(configuration="") & Q(profile=""), name="rep_named")
        ),
    ]
