"""Cycles that go on by themselves: who is due when, in jobs that any number of workers share."""
