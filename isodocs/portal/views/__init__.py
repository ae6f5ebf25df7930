"""What a page shows, as data, from a snapshot and in a language; no file here knows of requests."""
