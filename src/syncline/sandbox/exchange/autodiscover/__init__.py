"""Autodiscover: where a mailbox's web services are, told in plain XML (POX) and over SOAP.

POX: https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxdscli
SOAP: https://learn.microsoft.com/openspecs/exchange_web_services/ms-oxwsadisc
"""

from .pages import answered, redirected
from .service import PATHS, Autodiscover, Redirect

__all__ = ["PATHS", "Autodiscover", "Redirect", "answered", "redirected"]
