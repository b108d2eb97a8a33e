"""Exchange Server by Exchange Web Services: a service account that impersonates the reps' mailboxes."""

from syncline.connectors.exchange.connection import ExchangeConnection
from syncline.connectors.exchange.settings import ExchangeSettings

__all__ = ["ExchangeConnection", "ExchangeSettings"]
