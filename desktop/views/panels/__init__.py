"""Parts of a window that are more than one widget."""
