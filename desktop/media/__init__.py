"""Pictures from cameras: fetched when they are looked at."""
