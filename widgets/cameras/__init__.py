"""Camera alert tiles."""
