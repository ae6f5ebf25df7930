"""Who may approve what: the register of people, its versions, and what an approval is worth."""
