"""Signing with the keys people already have, through ssh-keygen; no private key is ever opened."""
