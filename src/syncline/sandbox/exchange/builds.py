"""Builds of Exchange that the server can pose as, supported by clients or not.

https://learn.microsoft.com/exchange/new-features/build-numbers-and-release-dates
"""

from __future__ import annotations

from typing import Final, NamedTuple

_2010 = ("Exchange2007", "Exchange2007_SP1", "Exchange2010", "Exchange2010_SP1", "Exchange2010_SP2")
_2013 = (*_2010, "Exchange2013")
_2013_SP1 = (*_2013, "Exchange2013_SP1")
_2016 = (
    *_2013_SP1, "Exchange2015", "Exchange2016", "V2015_10_05", "V2016_01_06", "V2016_04_13", "V2016_07_13",
    "V2016_10_10", "V2017_01_07", "V2017_04_14", "V2017_07_11",
)  # fmt: skip


class Version(NamedTuple):
    """What ServerVersionInfo says; `schema` is the newest schema of that build, `takes` what a request may ask for."""

    major: int = 15
    minor: int = 1
    build: int = 2507
    revision: int = 6
    schema: str = "V2017_07_11"
    takes: tuple[str, ...] = _2016

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.build}.{self.revision}"

    @property
    def packed(self) -> str:
        """The build as Autodiscover's ServerVersion writes it: 32 bits in hexadecimal (MS-OXDSCLI 2.2.4.1.1.2.6)."""
        return f"{7 << 28 | self.major << 22 | self.minor << 16 | 1 << 15 | self.build:08X}"


BUILDS: Final = {
    "2010 SP3": Version(14, 3, 123, 4, "Exchange2010_SP2", _2010),
    "2013 RTM": Version(15, 0, 516, 32, "Exchange2013", _2013),
    "2013 SP1": Version(15, 0, 847, 32, "V2_10", _2013_SP1),
    "2013 CU23": Version(15, 0, 1497, 2, "V2_23", _2013_SP1),
    "2016 CU23": Version(),
    "2019 CU14": Version(15, 2, 1544, 4),
    "SE RTM": Version(15, 2, 2562, 17),
}
"""Builds by the name that people give them."""
