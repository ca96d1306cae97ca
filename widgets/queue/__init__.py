"""The case queue and alarm list: model, painted view and stage strip."""
