"""The org's Pub/Sub API on a socket of its own: Change Data Capture for whoever subscribes."""

from syncline.sandbox.salesforce.pubsub.server import PubSubServer

__all__ = ["PubSubServer"]
