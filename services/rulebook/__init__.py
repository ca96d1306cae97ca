"""The rules in force: what the packs say and what people changed since."""
