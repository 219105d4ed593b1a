"""What was decided, signed off and stated, kept so that nobody can change it unnoticed: a chain, and what it speaks of."""
