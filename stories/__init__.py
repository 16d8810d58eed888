"""What a piece of news is: pure functions and frozen values. No I/O, no clock, no framework."""
