"""The master document register: which documents are in force, approved by whom, until when."""
