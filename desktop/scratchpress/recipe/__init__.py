"""The recipe: what to compile, how to package it and how to run it."""
