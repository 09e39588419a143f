"""What an operator does beside serving: copy the database, back it up and restore it, and count what it holds."""
