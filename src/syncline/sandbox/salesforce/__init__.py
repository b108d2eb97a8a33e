"""A Salesforce org to develop and test against: REST API, OAuth, SOQL; written to Salesforce's documents."""

from syncline.sandbox.salesforce.errors import RefusedError
from syncline.sandbox.salesforce.keys import AppKey, make_app_key
from syncline.sandbox.salesforce.org import SalesforceOrg
from syncline.sandbox.salesforce.person import Person
from syncline.sandbox.salesforce.state import Access, Permissions

__all__ = ["Access", "AppKey", "Permissions", "Person", "RefusedError", "SalesforceOrg", "make_app_key"]
