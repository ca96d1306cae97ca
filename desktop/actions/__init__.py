"""What an operator can do: the catalogue of actions and the one way commands leave."""
