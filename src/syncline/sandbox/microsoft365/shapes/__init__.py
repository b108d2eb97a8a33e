"""Between Graph's JSON and what the server holds."""
