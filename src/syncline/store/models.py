"""Tables. Ids compare letter by letter (collation C); nothing refers by foreign key, so nothing can cascade.

What is only ever read whole (values, records, settings) is JSON in a text column: PostgreSQL's own JSON types cannot
hold every text that a mailbox can. The hot paths never make instances of these models: see `database`.
"""

# ruff: noqa: DJ008 - pages show values, never these rows

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q


def _id(**options: Any) -> models.TextField[str, str]:
    return models.TextField(db_collation="C", **options)


def _ids() -> ArrayField[list[str], list[str]]:
    return ArrayField(_id(), default=list)


def _marks() -> ArrayField[list[int], list[int]]:
    """Keys hashed together with their rep and collection: one index serves all reps and stays small."""
    return ArrayField(models.BigIntegerField(), default=list)


class _OfRecord(models.Model):
    """What concerns one record of a rep on one side."""

    rep = _id()
    collection = _id()
    side = _id()
    record_id = _id()

    class Meta:
        """No table of its own."""

        abstract = True


class Connection(models.Model):
    """One org or mail system; `secrets` is sealed."""

    name = _id(primary_key=True)
    kind = _id()
    settings = models.TextField()
    secrets = models.TextField()
    org_id = _id()


class Configuration(models.Model):
    """Sync settings of a group of reps."""

    name = _id(primary_key=True)
    org = _id()
    mail = _id()
    active = models.BooleanField()
    settings = models.TextField()
    activated_at = models.DateTimeField(null=True)


class Rep(models.Model):
    """A Salesforce user who syncs."""

    id = _id(primary_key=True)
    org = _id(db_index=True)
    mail = _id()
    username = _id()
    configuration = _id()
    mailbox = _id()
    overridden = models.BooleanField()
    user_id = _id()
    zone = _id()
    paused = models.BooleanField()
    reset = _id()
    problem = _id()
    profile = _id(default="", db_default="")

    class Meta:
        """Listed by name. What a name holds is found by an index that a migration makes (`store_pieces`)."""

        indexes = (
            models.Index(fields=["username", "id"], name="rep_name"),
            models.Index(fields=["configuration", "username", "id"], name="rep_configuration"),
            models.Index(fields=["id"], condition=~Q(configuration="") & Q(profile=""), name="rep_named"),
        )


class Setting(models.Model):
    """A named text of the installation."""

    name = _id(primary_key=True)
    value = models.TextField()


class Turn(models.Model):
    """When a rep's cycle or an org's feed is due."""

    pk = models.CompositePrimaryKey("whose", "name")
    whose = _id()
    name = _id()
    due = models.DateTimeField(db_index=True)
    pace = models.FloatField()


class Subscription(models.Model):
    """What a server was asked to tell our web hook of; `id` and `resource` are its words."""

    pk = models.CompositePrimaryKey("rep", "collection")
    rep = _id()
    collection = _id()
    mail = _id()
    address = _id()
    id = _id()
    resource = _id()
    hook = _id()
    expires = models.DateTimeField()


class Selection(models.Model):
    """What a person said of one event by an Outlook add-in."""

    pk = models.CompositePrimaryKey("rep", "record_id")
    rep = _id()
    record_id = _id()
    uid = _id()
    selected = models.BooleanField()
    at = models.DateTimeField()
    pending = models.BooleanField()


class Count(models.Model):
    """How much of something there was in an hour; `hour` is its beginning in UTC as ISO 8601, empty for the total."""

    pk = models.CompositePrimaryKey("what", "label", "hour")
    what = _id()
    label = _id()
    hour = _id()
    number = models.BigIntegerField()


class Summary(models.Model):
    """Figures over everybody, as JSON that whoever counts them understands, true at an instant."""

    name = _id(primary_key=True)
    at = models.DateTimeField()
    seconds = models.FloatField()
    """What the counting took."""
    value = models.TextField()
    objects: ClassVar[models.Manager[Summary]] = models.Manager()


class Cursor(models.Model):
    """Where reading stopped."""

    pk = models.CompositePrimaryKey("rep", "collection", "side")
    rep = _id()
    collection = _id()
    side = _id()
    cursor = models.TextField()
    complete = models.BooleanField()


class Link(models.Model):
    """A pair of records. `ended` is empty while live; `state` is the base and what each side was seen to hold."""

    id = _id(primary_key=True)
    rep = _id()
    collection = _id()
    salesforce_id = _id()
    mailbox_id = _id()
    state = models.TextField()
    salesforce_version = _id()
    mailbox_version = _id()
    uid = _id(null=True)
    trace = _id(null=True)
    made_on = _id()
    owner = _id()
    ended = _id()
    ended_at = models.DateTimeField(null=True)
    keys = _ids()
    marks = _marks()

    class Meta:
        """Each lookup reads the live and the ended links apart, so that no index holds a link twice."""

        constraints = (
            models.UniqueConstraint(
                fields=["salesforce_id", "rep", "collection"], condition=Q(ended=""), name="link_live_salesforce"
            ),
            models.UniqueConstraint(
                fields=["mailbox_id", "rep", "collection"], condition=Q(ended=""), name="link_live_mailbox"
            ),
        )
        indexes = (
            models.Index(
                fields=["salesforce_id", "rep", "collection"], condition=~Q(ended=""), name="link_ended_salesforce"
            ),
            models.Index(fields=["mailbox_id", "rep", "collection"], condition=~Q(ended=""), name="link_ended_mailbox"),
            models.Index(fields=["rep", "collection", "id"], condition=Q(ended=""), name="link_live"),
            models.Index(fields=["trace", "rep"], condition=Q(trace__isnull=False), name="link_trace"),
            GinIndex(fields=["marks"], condition=Q(ended=""), name="link_marks", fastupdate=False),
            GinIndex(fields=["marks"], condition=~Q(ended=""), name="link_ended_marks", fastupdate=False),
        )


class Sighting(_OfRecord):
    """What was seen of a record and is not settled. `record` is JSON, empty when the record is gone."""

    pk = models.CompositePrimaryKey("rep", "collection", "side", "record_id")
    version = _id()
    record = models.TextField()
    gone = _id()
    keys = _ids()
    marks = _marks()
    due = models.DateTimeField(null=True)
    reason = _id()
    attempts = models.IntegerField()
    master = _id(null=True)
    owner = _id(null=True)

    class Meta:
        """Parked sightings stay out of what an idle cycle reads."""

        indexes = (
            models.Index(
                fields=["rep", "collection", "side", "record_id"],
                condition=Q(due__isnull=False),
                name="sighting_waiting",
            ),
            models.Index(fields=["rep", "due"], condition=Q(due__isnull=False), name="sighting_next"),
            models.Index(fields=["reason", "rep"], condition=Q(due__isnull=True), name="sighting_parked"),
            GinIndex(fields=["marks"], name="sighting_marks", fastupdate=False),
        )


class Inbox(models.Model):
    """The feed's word to one rep."""

    pk = models.CompositePrimaryKey("rep", "name", "record_id")
    rep = _id()
    name = _id()
    record_id = _id()
    stamp = _id()
    deleted = models.BooleanField()
    master = _id(null=True)
    owner = _id(null=True)

    class Meta:
        """Read oldest first."""

        indexes = (models.Index(fields=["rep", "stamp", "name", "record_id"], name="inbox_oldest"),)


class Feed(models.Model):
    """Where the feed of an org stopped."""

    org = _id(primary_key=True)
    cursor = models.TextField()


class FeedSeen(models.Model):
    """The newest stamp taken in of a record, while the overlap may bring it again."""

    pk = models.CompositePrimaryKey("org", "record_id")
    org = _id()
    record_id = _id()
    stamp = _id()

    class Meta:
        """Forgotten by stamp."""

        indexes = (models.Index(fields=["org", "stamp"], name="feed_seen_stamp"),)


class Intent(models.Model):
    """A create that was announced. `source` is JSON, empty in what an earlier version wrote."""

    key = _id(primary_key=True)
    rep = _id()
    collection = _id()
    side = _id()
    source_id = _id()
    values = models.TextField()
    since = models.DateTimeField()
    source = models.TextField(db_default="")
    due = models.DateTimeField(null=True)

    class Meta:
        """Read per rep and collection."""

        indexes = (models.Index(fields=["rep", "collection", "since"], name="intent_oldest"),)


class Journal(_OfRecord):
    """What was overwritten and deleted. `sequence` orders rows of one instant."""

    sequence = models.BigAutoField(primary_key=True)
    id = _id(unique=True)
    at = models.DateTimeField()
    action = _id()
    reason = _id()
    before = models.TextField()
    after = models.TextField()
    whole = models.TextField()
    link_id = _id(db_default="")
    who = _id(db_default="")
    undoes = _id(db_default="")
    private = models.BooleanField(db_default=False)

    class Meta:
        """Read newest first; deletions are counted by the guards; what takes a row back is looked up by it."""

        indexes = (
            models.Index(fields=["rep", "at", "sequence"], name="journal_rep"),
            models.Index(fields=["at", "sequence"], name="journal_all"),
            models.Index(fields=["rep", "collection", "at"], condition=Q(action="delete"), name="journal_deletes"),
            models.Index(fields=["undoes"], condition=~Q(undoes=""), name="journal_undoes"),
        )


class Error(_OfRecord):
    """A failing item, collection or rep; what it is not about is empty."""

    pk = models.CompositePrimaryKey("rep", "collection", "side", "record_id")
    code = _id()
    message = models.TextField()
    remedy = models.TextField()
    at = models.DateTimeField()
    other_id = _id()
    attempts = models.IntegerField()

    class Meta:
        """Listed newest first, of everybody or of one code; found by short id (`store_short_id`, of a migration)."""

        indexes = (
            models.Index(fields=["-at", "rep", "record_id"], name="error_newest"),
            models.Index(fields=["code", "-at"], name="error_code"),
        )


class Unresolved(_OfRecord):
    """What only a person can decide."""

    pk = models.CompositePrimaryKey("rep", "collection", "side", "record_id")
    kind = _id()
    at = models.DateTimeField()
    candidates = _ids()
    names = _ids()
    """What people call each candidate, in the same order."""
    reasons = _ids()
    """What speaks for each candidate, in the same order."""
    name = _id(db_default="")
    state = _id(db_default="open")
    answers = _ids()

    class Meta:
        """Listed newest first, of one state or all but what was ignored; found by short id as errors are."""

        indexes = (
            models.Index(fields=["state", "-at"], name="unresolved_newest"),
            models.Index(fields=["-at", "rep"], condition=~Q(state="ignored"), name="unresolved_open"),
        )


class Held(_OfRecord):
    """An action that waits for a person."""

    id = _id(primary_key=True)
    link_id = _id()
    action = _id()
    state = _id()
    at = models.DateTimeField()

    class Meta:
        """One per record; listed newest first, counted by rep."""

        constraints = (models.UniqueConstraint(fields=["rep", "collection", "side", "record_id"], name="held_record"),)
        indexes = (
            models.Index(fields=["state", "-at", "rep"], name="held_newest"),
            models.Index(fields=["rep", "collection", "action", "at"], condition=Q(state="held"), name="held_by_rep"),
        )


class Cycle(models.Model):
    """The last finished cycle of a rep."""

    rep = _id(primary_key=True)
    started = models.DateTimeField()
    finished = models.DateTimeField()
    counts = models.TextField()
    through = _ids()
    first = _ids()
    name = models.TextField(db_default="")


class Activity(models.Model):
    """How many records a rep's cycles wrote, by five minutes, for a week: what the pages count and draw."""

    pk = models.CompositePrimaryKey("rep", "collection", "at")
    rep = _id()
    collection = _id()
    at = models.DateTimeField()
    synced = models.IntegerField()
    objects: ClassVar[models.Manager[Activity]] = models.Manager()

    class Meta:
        """Summed up for everybody since an instant."""

        indexes = (models.Index(fields=["at"], name="activity_at"),)


class History(models.Model):
    """Who changed what, once for every change that a person made; `changes` is JSON."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    who = _id()
    via = _id()
    what = _id()
    name = _id()
    changes = models.TextField()
    address = _id()
    objects: ClassVar[models.Manager[History]] = models.Manager()

    class Meta:
        """Listed newest first, of everything and of one thing."""

        indexes = (models.Index(fields=["what", "name", "-id"], name="history_of_one"),)
