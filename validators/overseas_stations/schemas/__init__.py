"""What the registry looks like to others: JSON Schema, Table Schema, the descriptor, the codebook.

All of them are pure functions of the registry: nothing about a table or a column is written here.
"""
