"""The set-up as one declarative file: read it, check it, compare it with what is there, write it back out."""
