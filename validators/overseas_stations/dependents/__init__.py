"""Other projects that rely on these data: their references, and the lock that pins a version."""
