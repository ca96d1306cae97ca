"""What the desktop knows of the town, in memory. No I/O, no Qt."""
