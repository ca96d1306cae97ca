"""From town state to what widgets are fed. `feed` is the one place that crosses into Qt."""
