"""What letters say, and to whom they go."""
