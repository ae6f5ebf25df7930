"""Tests of the way to Git, on real repositories."""
