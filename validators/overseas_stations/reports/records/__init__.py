"""Records with what stands behind them: as a page for people, briefly or with all evidence, and as objects."""
