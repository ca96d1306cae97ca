"""The alarm table and the area panel: models, painted views, their marks."""
