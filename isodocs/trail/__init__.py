"""The audit trail: history and statements in one order, nothing left out."""
