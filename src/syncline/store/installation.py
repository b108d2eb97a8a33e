"""Which installation this is: stamped into what Syncline makes, so that two on one mailbox can be told apart.

The id stands in the data folder, so that a lost database does not make another installation of it, and in the
database, so that a machine more is told from a copy of the database.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from syncline.store.errors import StoreSetUpError
from syncline.store.files import write_once

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from syncline.store.port import SetUp

VARIABLE = "SYNCLINE_INSTALLATION"
_SETTING = "installation"


class OtherInstallationError(StoreSetUpError):
    """The database belongs to another installation than the data folder."""

    def __init__(self, known: str) -> None:
        super().__init__(
            f"this database belongs to the installation {known}, and the data folder does not; for one more machine of "
            f"it set {VARIABLE}={known} (and SYNCLINE_KEY to its key); a copy of its database must not sync the same "
            "mailboxes: empty the copy's table store_setting of the row 'installation' first"
        )
        self.known = known


def installation_id(data: Path, said: str | None = None, make: Callable[[], UUID] = uuid4) -> str:
    """Answer the id that the environment says, else that in the file `installation`, made at first use.

    Raises `StoreSetUpError` when it is none.
    """
    if said:
        return _checked(said, VARIABLE)
    path = data / "installation"
    if not path.exists():
        write_once(path, f"{make()}\n")
    return _checked(path.read_text(encoding="ascii", errors="replace").strip(), str(path))


def claim(store: SetUp, data: Path, said: str | None = None) -> str:
    """Hold a database against the installation that opens it, the first one for ever. Answers the installation's id.

    Raises `OtherInstallationError`, before the folder is given an id of its own.
    """
    known = store.setting(_SETTING)
    if known and not said and not (data / "installation").exists():
        raise OtherInstallationError(known)
    own = installation_id(data, said)
    if not known:
        store.save_setup(settings={_SETTING: own})
    elif known != own:
        raise OtherInstallationError(known)
    return own


def _checked(text: str, where: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        raise StoreSetUpError(f"{where} does not hold an installation's id; restore it from a backup") from None
