"""One file per resource: what each address answers."""
