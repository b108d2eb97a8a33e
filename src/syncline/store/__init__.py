"""What Syncline remembers: links, cursors, inbox, intents, journal, errors. The engine knows it by its port alone."""
