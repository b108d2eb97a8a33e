"""Who may do what (SPEC 7.7): permissions, what each page asks for, and the one gate that holds pages to it."""
