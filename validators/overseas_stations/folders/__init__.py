"""What commands write: it is replaced as a whole, by one command at a time, and only where it is ours."""
