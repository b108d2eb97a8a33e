"""What Syncline remembers: links, cursors, inbox rows, intents, journal, errors. The engine knows it by its port alone."""
