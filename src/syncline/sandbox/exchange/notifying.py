"""One thing that happened, as notifications tell it: pulled or streamed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .xmltext import instant

if TYPE_CHECKING:
    from .state.happening import Happening, Thing


def event(happening: Happening, watermark: str = "") -> str:
    """Write an event; streaming has no watermarks."""
    thing, before = happening.thing, happening.before
    old = _thing(before, "Old") if before is not None else ""
    mark = f"<t:Watermark>{watermark}</t:Watermark>" if watermark else ""
    return (
        f"<t:{happening.kind}>{mark}<t:TimeStamp>{instant(happening.at)}</t:TimeStamp>{_thing(thing)}{old}"
        f"</t:{happening.kind}>"
    )


def _thing(thing: Thing, old: str = "") -> str:
    name = "FolderId" if thing.is_folder else "ItemId"
    return (
        f'<t:{old}{name} Id="{thing.id}" ChangeKey="{thing.key}"/>'
        f'<t:{old}ParentFolderId Id="{thing.parent}" ChangeKey="{thing.parent_key}"/>'
    )
