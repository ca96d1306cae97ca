"""The map: a numpy-backed canvas that draws a town and everything alive in it."""
