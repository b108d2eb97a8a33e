"""Made-up people for the sandbox: reps, their contacts on both sides, their calendars. Everything hangs on a seed."""

from syncline.sandbox.population.into_exchange import FOLDER, fill_exchange
from syncline.sandbox.population.into_google import GROUP, fill_google
from syncline.sandbox.population.into_microsoft365 import fill_microsoft365
from syncline.sandbox.population.into_salesforce import INTEGRATION, fill_salesforce
from syncline.sandbox.population.make import DOMAIN, make_population
from syncline.sandbox.population.words import Appointment, Card, Desk, Population, Rep

__all__ = [
    "DOMAIN",
    "FOLDER",
    "GROUP",
    "INTEGRATION",
    "Appointment",
    "Card",
    "Desk",
    "Population",
    "Rep",
    "fill_exchange",
    "fill_google",
    "fill_microsoft365",
    "fill_salesforce",
    "make_population",
]
