"""What pages list: filtered, sorted and cut in the database, never here. Reads the tables; writes nothing."""
