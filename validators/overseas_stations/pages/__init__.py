"""Pages of sources in a store: their texts, what they say of themselves, and which passages stand in them."""
