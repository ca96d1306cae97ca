"""Tokens, type and symbols: the only place a colour or a size is written down."""
