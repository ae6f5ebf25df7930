"""Internal audits: what was audited when, and what is planned."""
