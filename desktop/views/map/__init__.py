"""The map with everything around it: tools, search, layers, lists, and the desks that run them."""
