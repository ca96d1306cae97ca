"""Readings from the outside: parsed, checked, kept as latest values, handed on and stored."""
