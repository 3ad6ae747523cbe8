"""Speed and size, measured side by side; figures are printed, never asserted."""
