"""A local Exchange server that speaks EWS, written to Microsoft's documents and to no client.

    server = ExchangeServer(clock, service_account="svc@acme.example", password="...")
    ann = server.add_mailbox("ann@acme.example", "...", aliases=["a@acme.example"])
    ann.create_contact({"GivenName": "Ada"}, folder=ann.make_folder("Salesforce_Sync"))
    with SocketServer(server) as socket: ...          # socket.url + "/EWS/Exchange.asmx"
    session.mount("http://", InProcessAdapter(server))  # or without a socket

What it does not do: expand series into occurrences, deliver mail between its mailboxes, pull and push notifications,
free/busy, Kerberos.
"""

from syncline.sandbox.changes import ChangeKind

from .app import ExchangeServer
from .autodiscover import Redirect
from .builds import BUILDS, Version
from .direct import OpenMailbox
from .gate import ExtendedProtection, SignInPolicy
from .outbox import Mail
from .state.folder import Folder
from .state.item import Address, Attendee, Body, ExtendedKey, Item

__all__ = [
    "BUILDS",
    "Address",
    "Attendee",
    "Body",
    "ChangeKind",
    "ExchangeServer",
    "ExtendedKey",
    "ExtendedProtection",
    "Folder",
    "Item",
    "Mail",
    "OpenMailbox",
    "Redirect",
    "SignInPolicy",
    "Version",
]
