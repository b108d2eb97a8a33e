"""A local Exchange server that speaks EWS, written to Microsoft's documents and to no client."""

from .app import ExchangeServer
from .direct import OpenMailbox
from .outbox import Mail
from .soap import Version
from .state.changes import ChangeKind
from .state.folder import Folder
from .state.item import Address, Attendee, Body, ExtendedKey, Item

__all__ = [
    "Address",
    "Attendee",
    "Body",
    "ChangeKind",
    "ExchangeServer",
    "ExtendedKey",
    "Folder",
    "Item",
    "Mail",
    "OpenMailbox",
    "Version",
]
