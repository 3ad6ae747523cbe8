"""Makes the standalone app, checks it, and packs it for download."""
