"""Each request that could make Exchange write to people says that nobody is told, whatever the item holds (L16).

https://learn.microsoft.com/en-us/exchange/client-developer/web-service-reference/createitem
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from syncline.connectors.exchange import create_items, delete_items, update_items

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType


def said(module: ModuleType) -> Mapping[str, Any]:
    """What the module puts on its requests."""
    (found,) = (value for name, value in vars(module).items() if name.isupper() and isinstance(value, dict))
    return found


@pytest.mark.parametrize("module", [create_items, update_items, delete_items])
def test_nobody_is_told(module: ModuleType) -> None:
    sends = {name: value for name, value in said(module).items() if name.startswith("SendMeeting")}
    assert sends
    assert set(sends.values()) == {"SendToNone"}
