"""The next version of the authority register: its editable form, its flaws, its signatures."""
