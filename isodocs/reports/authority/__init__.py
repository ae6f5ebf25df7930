"""The authority register: who may approve what, who decides on that, and with which keys."""
