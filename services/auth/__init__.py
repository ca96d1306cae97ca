"""Who may come in: people by password, machines by token."""
