"""The outside world as values: registry, polite HTTP, feeds, listings, pages, PDFs, extraction."""
