"""One file of a table, CSV or Parquet, as a frame of text, and where its cells stand."""
