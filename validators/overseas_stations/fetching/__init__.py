"""Pages from the network: the only room that opens a connection, and only for the command that asks for it.

It judges nothing. What an address answered is kept as it came, with a reason where nothing did; what the pages say is
read elsewhere, without a network.
"""
