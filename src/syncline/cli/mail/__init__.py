"""The kinds of mail systems, as `jobs` and the connection test want them: one small file a kind."""
