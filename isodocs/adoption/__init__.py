"""What a repository of documents that exists already is like, read before anything is written."""
