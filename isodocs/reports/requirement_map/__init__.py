"""One requirement map whole, for other tools and for people who edit it."""
