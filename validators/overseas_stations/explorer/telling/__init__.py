"""What pages say in words of ours: of dates, in sentences that follow from the rows, to machines, in citations."""
