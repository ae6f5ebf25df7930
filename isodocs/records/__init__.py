"""Records: their kinds, the tables and files that hold them, reading them and adding to them."""
