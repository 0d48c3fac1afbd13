"""Two versions of the data: what differs between them, what that demands of the version, and what may not be."""
