"""A local Google Workspace that speaks the token endpoint, Calendar v3 and People v1, written to Google's documents.

    server = GoogleServer(clock)
    ann = server.add_account("ann@acme.example", aliases=["a@acme.example"], time_zone="Europe/Berlin")
    ann.create_contact({"names": [{"givenName": "Ada"}]}, groups=[ann.create_group("Salesforce Sync")])
    with SocketServer(server) as socket: ...            # server.key_file(socket.url) is the key that an admin downloads
    session.mount("http://", InProcessAdapter(server))  # or without a socket

Addresses: `/token`, `/calendar/v3/...`, `/v1/people...`, `/v1/contactGroups...`, `/v1/otherContacts`.
Writes to contacts stay invisible to listings for `server.propagation`, as the vendor warns; what a person does by hand
(`ann.create_contact`) is seen at once.
"""

from .app import GoogleServer
from .calendar.state import Calendar, Event
from .keys import ServiceKey, make_service_key
from .outbox import Mail
from .quota import Limit
from .user import OpenAccount

__all__ = [
    "Calendar",
    "Event",
    "GoogleServer",
    "Limit",
    "Mail",
    "OpenAccount",
    "ServiceKey",
    "make_service_key",
]
