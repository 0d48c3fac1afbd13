"""Data packages on disk: opening folders, archives and single tables, and reading their files strictly."""
