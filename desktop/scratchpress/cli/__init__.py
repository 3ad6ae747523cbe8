"""The command line: reads arguments, runs the journey, reports it as text or JSON."""
