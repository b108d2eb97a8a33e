"""Bulk API: many records in one job, by CSV, JSON or XML; the older one by batches, the newer one by uploads."""
