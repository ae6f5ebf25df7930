"""What the tests share: builders of real repositories."""
