"""`kooste`, the front door."""
