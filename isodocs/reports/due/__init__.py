"""What is due, by whom and when."""
