"""Base maps and what lies on them: archives, tile servers, caches, offline areas. No Qt."""
