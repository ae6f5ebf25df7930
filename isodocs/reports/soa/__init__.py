"""The Statement of Applicability: every control, whether it applies, why, and what shows it."""
