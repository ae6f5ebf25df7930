"""The audit trail: history and statements told in one order, nothing left out."""
