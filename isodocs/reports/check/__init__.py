"""What `isodocs check` found."""
