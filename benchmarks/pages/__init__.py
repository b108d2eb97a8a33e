"""How long each page takes with 50 reps and with 50,000."""
