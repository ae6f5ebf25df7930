"""What must hold of a register: one decorated function for each rule, one file for each family."""
