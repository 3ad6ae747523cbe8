"""What every stage speaks of: errors, events, messages, platforms, sizes."""
