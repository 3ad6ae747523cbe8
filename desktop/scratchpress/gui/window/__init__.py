"""The main window: its pages, header, tabs and bars."""
