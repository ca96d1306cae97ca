"""What `desktop.app` builds the program from; nothing else calls it."""
