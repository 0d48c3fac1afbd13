"""What the search of the site knows of each record."""
