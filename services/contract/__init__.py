"""What server and desktop agree on: model, events, commands, `apply`, wire. Pure; no I/O."""
