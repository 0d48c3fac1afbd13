"""From what the files of the seeds ask for to rows of tables."""
