"""What an admin is told of by mail or web hook, without having looked (SPEC 6.5)."""
