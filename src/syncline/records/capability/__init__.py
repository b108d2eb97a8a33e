"""What each provider can hold of each field: one table a provider."""

from syncline.records.capability.exchange import EXCHANGE_CONTACT, EXCHANGE_EVENT
from syncline.records.capability.google import GOOGLE_CONTACT, GOOGLE_EVENT
from syncline.records.capability.holding import Capabilities, Capability, fit
from syncline.records.capability.microsoft365 import MICROSOFT365_CONTACT, MICROSOFT365_EVENT
from syncline.records.capability.salesforce import SALESFORCE_CONTACT, SALESFORCE_EVENT

__all__ = [
    "EXCHANGE_CONTACT",
    "EXCHANGE_EVENT",
    "GOOGLE_CONTACT",
    "GOOGLE_EVENT",
    "MICROSOFT365_CONTACT",
    "MICROSOFT365_EVENT",
    "SALESFORCE_CONTACT",
    "SALESFORCE_EVENT",
    "Capabilities",
    "Capability",
    "fit",
]
