"""Boards: header, figures, status, detail and banner, and the text drawing they share."""
