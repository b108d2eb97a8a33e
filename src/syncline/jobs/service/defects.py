"""What nobody foresaw: it stops one rep's cycle or one job, is logged by where it happened, and names no person."""

from __future__ import annotations

import traceback

from syncline.connectors.errors import StopRepError

_FRAMES = 6


class DefectError(StopRepError):
    """A cycle met with an error that Syncline has no word for."""

    code = "defect"

    def __init__(self, kind: str) -> None:
        """`kind` is the error's type: its message may hold what people typed."""
        super().__init__(f"The cycle was broken off by an error of Syncline's own ({kind}).")


def told_where(error: BaseException) -> dict[str, object]:
    """Answer an error's type and the innermost places it came through, for a log: no message, no values."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    places = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in frames]
    return {"error": type(error).__name__, "at": " ".join(places)}
