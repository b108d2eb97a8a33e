"""The People API, v1: https://developers.google.com/people/api/rest."""
