"""Whether what a repository keeps of standards itself can be used as it is."""
