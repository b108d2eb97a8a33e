"""Series as the vendors' own pages show them, and the dates that those pages say they mean.

Where a page tells a pattern in words beside its sample, the dates are those of the words, counted by hand. Only what a
rule is made of stands here; people, ids and texts of the samples do not.

Microsoft's documentation is licensed under CC BY 4.0 (https://github.com/microsoftgraph/microsoft-graph-docs-contrib,
https://github.com/MicrosoftDocs/office-developer-exchange-docs), Google's likewise
(https://developers.google.com/site-policies).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

GRAPH_PAGE: Final = "https://learn.microsoft.com/graph/outlook-schedule-recurring-events"
EWS_PAGES: Final = "https://learn.microsoft.com/exchange/client-developer/exchange-web-services"
GOOGLE_PAGE: Final = "https://developers.google.com/workspace/calendar/api/concepts/events-calendars"


@dataclass(frozen=True, slots=True)
class Sample:
    """A rule as its vendor writes it, and the dates on which it begins to occur. `count`: how many there are at all."""

    told: Any
    dates: tuple[str, ...]
    page: str = GRAPH_PAGE
    count: int | None = None
    zone: str = "America/Los_Angeles"
    clock: str = "08:30:00"

    @property
    def start(self) -> str:
        """The start of the first occurrence."""
        return f"{self.dates[0]}T{self.clock}@{self.zone}" if self.zone else self.dates[0]


def _graph(pattern: dict[str, Any], extent: dict[str, Any], *dates: str, count: int | None = None) -> Sample:
    return Sample({"pattern": {"interval": 1, **pattern}, "range": extent}, dates, count=count)


_TEN = {"type": "numbered", "startDate": "2017-04-02", "numberOfOccurrences": 10}
_JULY = {"type": "endDate", "startDate": "2017-07-01", "endDate": "2017-07-31"}
_FOREVER = {"type": "noEnd", "startDate": "2017-05-15"}
_YEAR_END = {"type": "endDate", "startDate": "2017-09-04", "endDate": "2017-12-31"}

GRAPH: Final = {
    "every day": _graph({"type": "daily"}, _JULY, "2017-07-01", "2017-07-02", "2017-07-03", count=31),
    "every three days": _graph(
        {"type": "daily", "interval": 3}, _JULY, "2017-07-01", "2017-07-04", "2017-07-07", count=11
    ),
    "every Thursday": _graph(
        {"type": "weekly", "daysOfWeek": ["Thursday"]}, _TEN, "2017-04-06", "2017-04-13", "2017-04-20", count=10
    ),
    "every other Monday and Tuesday": _graph(
        {"type": "weekly", "interval": 2, "daysOfWeek": ["Monday", "Tuesday"]},
        _FOREVER, "2017-05-15", "2017-05-16", "2017-05-29", "2017-05-30",
    ),
    "the 15th of every month": _graph(
        {"type": "absoluteMonthly", "dayOfMonth": 15}, _FOREVER, "2017-05-15", "2017-06-15", "2017-07-15"
    ),
    "quarterly on the 7th": _graph(
        {"type": "absoluteMonthly", "interval": 3, "dayOfMonth": 7}, _TEN, "2017-04-07", "2017-07-07", "2017-10-07",
        count=10,
    ),
    "the second Wednesday of every month": _graph(
        {"type": "relativeMonthly", "daysOfWeek": ["Wednesday"], "index": "second"},
        _FOREVER, "2017-06-14", "2017-07-12", "2017-08-09",
    ),
    "the first Thursday or Friday of every month": _graph(
        {"type": "relativeMonthly", "daysOfWeek": ["Thursday", "Friday"], "index": "first"},
        _FOREVER, "2017-06-01", "2017-07-06", "2017-08-03", "2017-09-01",
    ),
    "15 April every year": _graph(
        {"type": "absoluteYearly", "dayOfMonth": 15, "month": 4}, _TEN, "2017-04-15", "2018-04-15", "2019-04-15",
        count=10,
    ),
    "the last Wednesday of November every year": _graph(
        {"type": "relativeYearly", "daysOfWeek": ["Wednesday"], "index": "last", "month": 11},
        _FOREVER, "2017-11-29", "2018-11-28", "2019-11-27",
    ),
    # The page: "the last occurrence in this series will be on Monday, December 25".
    "every Monday until the end of the year": _graph(
        {"type": "weekly", "daysOfWeek": ["Monday"]}, _YEAR_END, "2017-09-04", "2017-09-11", "2017-09-18", count=17
    ),
    # The page: "the first occurrence of this series will be in September".
    "the first Thursday of every other month": _graph(
        {"type": "relativeMonthly", "interval": 2, "daysOfWeek": ["Thursday"], "index": "first"},
        {"type": "noEnd", "startDate": "2017-08-29"}, "2017-09-07", "2017-11-02", "2018-01-04",
    ),
}  # fmt: skip


def _ews(pattern: str, ends: str, page: str, *dates: str, count: int | None = None) -> Sample:
    return Sample(f"{pattern}{ends}", dates, f"{EWS_PAGES}/{page}", count)


def _pattern(name: str, **parts: object) -> str:
    return f"<{name}>{''.join(f'<{part}>{value}</{part}>' for part, value in parts.items())}</{name}>"


def _forever(day: str) -> str:
    return _pattern("NoEndRecurrence", StartDate=day)


_PATTERNS: Final = "recurrence-patterns-and-ews-in-exchange"
EWS: Final = {
    # Of a response and of a table; six practices, the last on 6 August, shown by the page as UTC instants at 15:30.
    "every Wednesday until August": _ews(
        _pattern("WeeklyRecurrence", Interval=1, DaysOfWeek="Wednesday"),
        _pattern("EndDateRecurrence", StartDate="2014-07-02-07:00", EndDate="2014-08-06-07:00"),
        _PATTERNS, "2014-07-02", "2014-07-09", "2014-07-16", "2014-07-23", "2014-07-30", "2014-08-06", count=6,
    ),
    "every Tuesday until 22 June": _ews(
        _pattern("WeeklyRecurrence", Interval=1, DaysOfWeek="Tuesday"),
        _pattern("EndDateRecurrence", StartDate="2014-05-06", EndDate="2014-06-22-04:00"),
        "how-to-update-a-recurring-series-by-using-ews-in-exchange", "2014-05-06", "2014-05-13", "2014-05-20", count=7,
    ),
    "every Tuesday, ten times": _ews(
        _pattern("WeeklyRecurrence", Interval=1, DaysOfWeek="Tuesday"),
        _pattern("NumberedRecurrence", StartDate="2014-07-15-07:00", NumberOfOccurrences=10),
        "how-to-create-a-recurring-series-by-using-ews-in-exchange", "2014-07-15", "2014-07-22", count=10,
    ),
    "every other day": _ews(
        _pattern("DailyRecurrence", Interval=2), _forever("2014-07-02"), _PATTERNS,
        "2014-07-02", "2014-07-04", "2014-07-06",
    ),
    "the tenth of every month": _ews(
        _pattern("AbsoluteMonthlyRecurrence", Interval=1, DayOfMonth=10), _forever("2014-07-10"), _PATTERNS,
        "2014-07-10", "2014-08-10", "2014-09-10",
    ),
    "the 21st of every other month": _ews(
        _pattern("AbsoluteMonthlyRecurrence", Interval=2, DayOfMonth=21), _forever("2014-07-21"), _PATTERNS,
        "2014-07-21", "2014-09-21", "2014-11-21",
    ),
    "the second Tuesday of every month": _ews(
        _pattern("RelativeMonthlyRecurrence", Interval=1, DaysOfWeek="Tuesday", DayOfWeekIndex="Second"),
        _forever("2014-07-08"), _PATTERNS, "2014-07-08", "2014-08-12", "2014-09-09",
    ),
    "the third Thursday every three months": _ews(
        _pattern("RelativeMonthlyRecurrence", Interval=3, DaysOfWeek="Thursday", DayOfWeekIndex="Third"),
        _forever("2014-07-17"), _PATTERNS, "2014-07-17", "2014-10-16", "2015-01-15",
    ),
    "the first Monday of August every year": _ews(
        _pattern("RelativeYearlyRecurrence", DaysOfWeek="Monday", DayOfWeekIndex="First", Month="August"),
        _forever("2014-08-04"), _PATTERNS, "2014-08-04", "2015-08-03", "2016-08-01",
    ),
    "every Tuesday and Thursday every other week": _ews(
        _pattern("WeeklyRecurrence", Interval=2, DaysOfWeek="Tuesday Thursday"), _forever("2014-07-01"), _PATTERNS,
        "2014-07-01", "2014-07-03", "2014-07-15", "2014-07-17",
    ),
    "1 September every year": _ews(
        _pattern("AbsoluteYearlyRecurrence", DayOfMonth=1, Month="September"), _forever("2014-09-01"), _PATTERNS,
        "2014-09-01", "2015-09-01", "2016-09-01",
    ),
}  # fmt: skip

_GUIDE: Final = "https://developers.google.com/workspace/calendar/api/guides/recurringevents"
_BLOG: Final = "https://gsuite-developers.googleblog.com/2011/12/calendar-v3-best-practices-recurring.html"
GOOGLE: Final = {
    "Fridays until July": Sample(
        ["RRULE:FREQ=WEEKLY;UNTIL=20110701T170000Z"], ("2011-06-03", "2011-06-10", "2011-06-17"), _GUIDE, 5,
        clock="10:00:00",
    ),
    "Tuesdays and Fridays, five times": Sample(
        ["RRULE:FREQ=WEEKLY;COUNT=5;BYDAY=TU,FR"],
        ("2015-09-15", "2015-09-18", "2015-09-22", "2015-09-25", "2015-09-29"),
        GOOGLE_PAGE, 5, "Europe/Zurich", "06:00:00",
    ),
    "every day of a week": Sample(
        ["RRULE:FREQ=DAILY;COUNT=5"],
        ("2011-12-12", "2011-12-13", "2011-12-14", "2011-12-15", "2011-12-16"),
        _BLOG, 5, "Europe/Zurich", "10:00:00",
    ),
    "every three days of June, without the 10th": Sample(
        ["EXDATE;VALUE=DATE:20150610", "RRULE:FREQ=DAILY;UNTIL=20150628;INTERVAL=3"],
        ("2015-06-01", "2015-06-04", "2015-06-07", "2015-06-13"), GOOGLE_PAGE, 9, "",
    ),
}  # fmt: skip

GOOGLE_ADDED_DATES: Final = Sample(
    ["EXDATE;VALUE=DATE:20150610", "RDATE;VALUE=DATE:20150609,20150611", "RRULE:FREQ=DAILY;UNTIL=20150628;INTERVAL=3"],
    ("2015-06-01", "2015-06-04", "2015-06-07", "2015-06-09", "2015-06-11", "2015-06-13"), GOOGLE_PAGE, 11, "",
)  # fmt: skip
"""The page's own sample: dates are added to a rule, which no other system here has words for."""
