"""Why did this not sync (SPEC 7.6): what is known of one record that a person names, in plain words."""
