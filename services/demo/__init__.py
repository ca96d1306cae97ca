"""The demonstration town Yunze and its typhoon day: data makers, no part of the running server."""
