"""Mailboxes in Microsoft 365, over Microsoft Graph v1.0."""

from syncline.connectors.microsoft365.connection import Microsoft365Connection
from syncline.connectors.microsoft365.settings import Microsoft365Settings

__all__ = ["Microsoft365Connection", "Microsoft365Settings"]
