"""What this machine keeps and runs: pins, remembered outlines, signing keys, ssh-keygen."""
