"""The application: start, settings, dialogs, updates, recent files."""
