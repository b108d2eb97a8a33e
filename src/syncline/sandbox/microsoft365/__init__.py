"""A local Microsoft 365 that speaks Microsoft Graph v1.0, written to Microsoft's documents and to no client.

    server = Microsoft365Server(clock)
    ann = server.add_mailbox("ann@acme.example", given_name="Ann", aliases=["a@acme.example"])
    ann.create_contact({"givenName": "Ada"}, folder=ann.make_folder("Salesforce_Sync"))
    with SocketServer(server, certificate=...) as socket: ...   # tokens: socket.url, Graph: socket.url + "/v1.0"
    session.mount("https://", InProcessAdapter(server))          # or without a socket

What it does not do: deliver mail between its mailboxes, messages, groups, attachments, online meetings, open
extensions, delegated permissions, JSON change notifications with resource data.
"""

from .courier import Courier, Postman, WebCourier
from .direct import OpenMailbox
from .identity.app import App, Secret
from .outbox import Mail
from .server import OUTBOX, Microsoft365Server
from .state.folder import Folder
from .state.item import Contact, Event, Item
from .users import User

__all__ = [
    "OUTBOX",
    "App",
    "Contact",
    "Courier",
    "Event",
    "Folder",
    "Item",
    "Mail",
    "Microsoft365Server",
    "OpenMailbox",
    "Postman",
    "Secret",
    "User",
    "WebCourier",
]
