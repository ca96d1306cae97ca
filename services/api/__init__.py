"""The HTTP side: readings in, health, state, sessions, basemap and stills out."""
