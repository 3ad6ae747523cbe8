"""Which engine is used."""
