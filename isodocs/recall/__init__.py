"""What of a register is as it was when it was last made, and is not made again."""
