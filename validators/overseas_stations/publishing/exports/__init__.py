"""A checked package in the formats that other programs open. ``register.py`` names them all."""
