"""What rules are written with: the rule itself, conditions and places, the index, counts of findings."""
