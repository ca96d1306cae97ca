"""What the desktop keeps on disk: replica of the town and outbox of commands. No Qt."""
