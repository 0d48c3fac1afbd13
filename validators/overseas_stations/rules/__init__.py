"""The rules, one module a family, or a folder of them. ``registry.py`` puts them together."""
