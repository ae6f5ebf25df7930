"""Every signed file: its kinds, their exact bytes, their seals, and where they come from."""
