"""Change Data Capture over the Pub/Sub API. Imported only by those who listen: gRPC is large."""
