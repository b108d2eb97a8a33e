"""A write of which no answer came: what the side holds now tells whether it arrived.

Nobody typed what we sent. Taken for somebody's edit, it would be copied back over what the rep wrote since, or keep a
record alive that is to go with the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from syncline.records.fields import FIELDS
from syncline.records.link import NOTHING_SEEN
from syncline.records.normal import same
from syncline.records.parts import IN_PARTS, parts_of, value_of

if TYPE_CHECKING:
    from syncline.records.fields import Kind
    from syncline.records.link import Link
    from syncline.records.record import Value, Values
    from syncline.records.words import Side


def arrived(link: Link, side: Side, now: Values) -> Link:
    """Answer the link with what was sent to a side as agreed, as far as the side, which holds `now`, holds it."""
    writes = link.sent(side)
    if not writes:
        return link
    fields, base = FIELDS[link.collection], dict(link.base)
    agreed: set[str] = set()
    for label, value in writes.items():
        kind = fields[label].kind
        if kind in IN_PARTS:
            value = _parts(kind, base.get(label), value, now.get(label))  # noqa: PLW2901 - as far as it arrived
        elif not same(fields[label], now.get(label), value):
            continue
        agreed.add(label)
        base.pop(label, None)
        base |= {label: value} if value is not None else {}
    seen = [
        {label: value for label, value in held.items() if label not in agreed}
        for held in (link.salesforce_seen, link.mailbox_seen)
    ]
    known = structs.replace(link, base=base, salesforce_seen=seen[0], mailbox_seen=seen[1])
    return known.with_sent(side, NOTHING_SEEN)


def _parts(kind: Kind, base: Value | None, meant: Value | None, now: Value | None) -> Value | None:
    """Answer the parts that are agreed: those sent that are there, and those meant to go that are there still."""
    old, new, there = parts_of(kind, base), parts_of(kind, meant), parts_of(kind, now)
    agreed = {key: there[key] for key in new if key in there and (key not in old or there[key] == new[key])}
    agreed |= {key: part for key, part in old.items() if key not in agreed and (key in there or key in new)}
    return value_of(kind, agreed)
