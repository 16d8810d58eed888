"""A small web of sample organisations on loopback: the demo, the tests and the benchmarks read it."""
