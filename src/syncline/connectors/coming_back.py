"""Why a deleted record of a mailbox cannot be brought back."""

from __future__ import annotations

from syncline.connectors.port import Duty, ItemError

ELSEWHERE = ItemError("in_another_folder", "The rep has the item in another folder by now.")
NOT_KEPT = ItemError("not_kept_whole", "The item cannot be moved back, and was not kept whole.")
VANISHED = ItemError("vanished", "The item was moved or deleted while it was brought back.", Duty.RETRY)
