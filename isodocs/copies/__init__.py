"""Controlled copies: what one says, and whether it still counts."""
