"""Calendars: single events around a day, mostly in the months to come."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Final

from syncline.sandbox.population.words import Appointment, Place

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from syncline.sandbox.population.pools import Pool
    from syncline.sandbox.population.words import Card, Person

PLACES: Final = (
    Place("Europe/Berlin", "W. Europe Standard Time"), Place("America/New_York", "Eastern Standard Time"),
    Place("Europe/Paris", "Romance Standard Time"), Place("Asia/Tokyo", "Tokyo Standard Time"),
    Place("America/Los_Angeles", "Pacific Standard Time"), Place("Asia/Kolkata", "India Standard Time"),
    Place("Europe/London", "GMT Standard Time"), Place("Australia/Sydney", "AUS Eastern Standard Time"),
)  # fmt: skip
_SUBJECTS: Final = (
    "Visit at {company}", "Call with {person}", "Jour fixe {company}", "Déjeuner avec {person}",
    "Angebot für {company}", "{company}: contract", "Demo 🚀 {company}", "פגישה עם {person}",
    "{person} さんと打ち合わせ", "Coffee & <notes>: {person}",
)  # fmt: skip
_WHOLE_DAYS: Final = ("Messe", "Vacation", "Congé", "Conference {company}", "Training 研修")
_SHOWN: Final = ("Busy", "Busy", "Busy", "Tentative", "Free", "OOF", "WorkingElsewhere")
_REMINDERS: Final = (None, None, 0, 5, 15, 15, 30, 60, 1440)
_LENGTHS: Final = (15, 30, 45, 60, 60, 90, 180)
_DAYS: Final = ((-90, -3), (0, 1), (0, 31), (0, 300))
_DAY_WEIGHTS: Final = (12, 5, 43, 40)
_SENTENCES: Final = (0, 1, 3, 5, 200)
_SENTENCE_WEIGHTS: Final = (50, 20, 17, 10, 3)


class _Meeting(Enum):
    OWN = "nobody else is there"
    HOST = "the rep has invited others"
    GUEST = "somebody else has invited the rep"


_MEETING_WEIGHTS: Final = (90, 7, 3)


class Calendar:
    """Makes the events of one rep around `today`, the same ones for the same `chance`."""

    def __init__(self, pool: Pool, place: Place, people: Sequence[Card], today: date, chance: Random) -> None:
        """`people` are met: they give names, companies and attendees."""
        self._pool = pool
        self._place = place
        self._people = [card for card in people if "LastName" in card and "Email" in card]
        self._today = today
        self._chance = chance

    def events(self, count: int) -> tuple[Appointment, ...]:
        """Make that many, no two with the same subject on the same day."""
        made: dict[tuple[str, date], Appointment] = {}
        while len(made) < count:
            one = self._whole_days() if self._often(0.08) else self._hours()
            made.setdefault((one.subject, datetime.combine(one.start, time()).date()), one)
        return tuple(made.values())

    def _hours(self) -> Appointment:
        minutes = self._chance.randrange(7 * 4, 18 * 4) * 15
        start = datetime.combine(self._day(), time()) + timedelta(minutes=minutes)
        person = self._chance.choice(self._people) if self._people else {}
        organizer, attendees = self._meeting(person)
        return Appointment(
            self._title(_SUBJECTS, person),
            start,
            start + timedelta(minutes=self._chance.choice(_LENGTHS)),
            self._place.windows if self._often(0.85) else self._chance.choice(PLACES).windows,
            location=self._chance.choice(self._pool.cities) if self._often(0.5) else "",
            body=self._body(),
            private=self._often(0.05),
            shown_as=self._chance.choice(_SHOWN),
            reminder=self._chance.choice(_REMINDERS),
            attendees=attendees,
            organizer=organizer,
        )

    def _whole_days(self) -> Appointment:
        day = self._day()
        person = self._chance.choice(self._people) if self._people else {}
        last = day + timedelta(days=self._chance.choice((1, 1, 1, 2, 5)))
        shown_as, reminder = self._chance.choice(("Free", "OOF")), self._chance.choice((None, 1080))
        return Appointment(
            self._title(_WHOLE_DAYS, person), day, last, self._place.windows, shown_as=shown_as, reminder=reminder
        )

    def _day(self) -> date:
        """One in eight lies in the past, a few are today, half of the others within a month."""
        (span,) = self._chance.choices(_DAYS, _DAY_WEIGHTS)
        return self._today + timedelta(days=self._chance.randint(*span))

    def _title(self, texts: Sequence[str], person: Card) -> str:
        company = person.get("Company", self._chance.choice(self._pool.companies))
        name = " ".join(person.get("LastName", self._chance.choice(self._pool.lasts)).split())
        return self._chance.choice(texts).format(company=company, person=name)

    def _body(self) -> str:
        (sentences,) = self._chance.choices(_SENTENCES, _SENTENCE_WEIGHTS)
        return "\r\n".join(self._chance.choices(self._pool.sentences, k=sentences))

    def _meeting(self, person: Card) -> tuple[Person | None, tuple[Person, ...]]:
        """Answer who has invited the rep, and whom the rep has."""
        (kind,) = self._chance.choices(tuple(_Meeting), _MEETING_WEIGHTS)
        if not person or kind is _Meeting.OWN:
            return None, ()
        if kind is _Meeting.GUEST:
            return (person["LastName"], person["Email"]), ()
        guests = self._chance.sample(self._people, min(len(self._people), self._chance.randint(1, 4)))
        return None, tuple((guest["LastName"], guest["Email"]) for guest in guests)

    def _often(self, share: float) -> bool:
        return self._chance.random() < share
