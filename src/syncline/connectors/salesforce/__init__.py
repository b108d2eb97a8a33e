"""The Salesforce side: the REST API, spoken as the rep for values and as the integration user for the feed.

One small file per operation; `connection.py` is the way in.
"""

from syncline.connectors.salesforce.connection import SalesforceConnection

__all__ = ["SalesforceConnection"]
