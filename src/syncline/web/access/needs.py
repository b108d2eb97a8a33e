"""What a page or call asks of whoever comes. A page that says nothing is closed to everybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from syncline.web.access.permissions import Permission

if TYPE_CHECKING:
    from collections.abc import Callable

    from syncline.web.access.visitor import Visitor

View = TypeVar("View", bound="Callable[..., Any]")
_MARK = "syncline_need"


@dataclass(frozen=True, slots=True)
class Need:
    """What opens a page: `every` of these permissions; or, where it shows a rep's own data, being that rep."""

    every: frozenset[Permission] = frozenset()
    own: bool = False
    """Whether a rep is let in as well, to what is their own."""
    alone: bool = False
    """Whether only a rep is let in, whatever else somebody may do."""
    anybody: bool = False
    """Open without a sign-in."""

    def met_by(self, visitor: Visitor | None) -> bool:
        """Whether the visitor may come in; None is somebody who is not signed in."""
        if self.anybody or visitor is None:
            return self.anybody
        if self.alone:
            return bool(visitor.rep)
        return self.every <= visitor.permissions or (self.own and bool(visitor.rep))

    def sees(self, visitor: Visitor) -> str | None:
        """Answer the id of the one rep whose data the visitor may see here; None for everybody's."""
        return None if self.every <= visitor.permissions and not self.alone else visitor.rep


ANYBODY = Need(anybody=True)
SIGNED_IN = Need()
REP_ALONE = Need(own=True, alone=True)
VIEW = Need(frozenset({Permission.VIEW}))
VIEW_OR_OWN = Need(frozenset({Permission.VIEW}), own=True)
CUSTOMIZE = Need(frozenset({Permission.CUSTOMIZE}))
CONFIGURE = Need(frozenset({Permission.CONFIGURE, Permission.USERS}))
CONFIGURE_OR_OWN = Need(CONFIGURE.every, own=True)
USERS = Need(frozenset({Permission.USERS}))
REPORTS = Need(frozenset({Permission.REPORTS}))
REPORTS_OR_OWN = Need(REPORTS.every, own=True)
REPORT_TYPES = Need(frozenset({Permission.REPORT_TYPES, Permission.REPORTS}))


def needs(need: Need) -> Callable[[View], View]:
    """Say on a view what it asks for."""

    def mark(view: View) -> View:
        setattr(view, _MARK, need)
        return view

    return mark


def need_of(view: Callable[..., Any]) -> Need | None:
    """Answer what a view asks for; None where it does not say."""
    found: Need | None = getattr(view, _MARK, None)
    return found
