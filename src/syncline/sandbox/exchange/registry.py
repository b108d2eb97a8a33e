"""Which operations this server knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .operations import (
    convert_id,
    copy_item,
    create_attachment,
    create_folder,
    create_item,
    delete_attachment,
    delete_folder,
    delete_item,
    empty_folder,
    export_items,
    find_folder,
    find_item,
    get_attachment,
    get_events,
    get_folder,
    get_item,
    get_server_time_zones,
    move_folder,
    move_item,
    resolve_names,
    send_item,
    subscribe,
    sync_folder_hierarchy,
    sync_folder_items,
    unsubscribe,
    update_folder,
    update_item,
    upload_items,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from .context import Context
    from .xmltext import Element

OPERATIONS: dict[str, Callable[[Context, Element], str]] = {
    "ConvertId": convert_id.run,
    "CopyItem": copy_item.run,
    "CreateAttachment": create_attachment.run,
    "DeleteAttachment": delete_attachment.run,
    "EmptyFolder": empty_folder.run,
    "ExportItems": export_items.run,
    "UploadItems": upload_items.run,
    "GetAttachment": get_attachment.run,
    "SendItem": send_item.run,
    "CreateFolder": create_folder.run,
    "CreateItem": create_item.run,
    "DeleteFolder": delete_folder.run,
    "DeleteItem": delete_item.run,
    "FindFolder": find_folder.run,
    "FindItem": find_item.run,
    "GetEvents": get_events.run,
    "GetFolder": get_folder.run,
    "GetItem": get_item.run,
    "GetServerTimeZones": get_server_time_zones.run,
    "MoveFolder": move_folder.run,
    "MoveItem": move_item.run,
    "ResolveNames": resolve_names.run,
    "Subscribe": subscribe.run,
    "SyncFolderHierarchy": sync_folder_hierarchy.run,
    "SyncFolderItems": sync_folder_items.run,
    "Unsubscribe": unsubscribe.run,
    "UpdateFolder": update_folder.run,
    "UpdateItem": update_item.run,
}
