"""What Exchange and Microsoft 365 have in common, because the store behind both is Outlook's."""
