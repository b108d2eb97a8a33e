"""Workers as processes of their own, on one database, against servers on real sockets."""
