"""Pictures that lead somewhere: the map, the statuses of a station, responses by month, who repeats whom."""
