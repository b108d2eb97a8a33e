"""When and where cycles run."""
