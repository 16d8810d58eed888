"""The web pages of Kooste: archive, feeds, subscribing; for readers and, later, editors."""
