"""The mail systems of a run, as the people see them who work in them."""
