"""Tells people who are not at a desk: ladders, an outbox that survives a crash, and adapters."""
