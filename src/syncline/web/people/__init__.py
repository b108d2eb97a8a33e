"""Accounts: people who sign in, and how they do."""
