"""Syncline keeps contacts and calendar events in step between mailboxes and Salesforce."""
