"""Orders to smart breakers: off, once, and never on again."""
