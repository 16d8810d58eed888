"""One update by lemon24/reader, run by a Python that has it: python reader_step.py DATABASE FEEDS BASE."""

from __future__ import annotations

import sys

from reader import make_reader

database, feeds, base = sys.argv[1], int(sys.argv[2]), sys.argv[3]
reader = make_reader(database)
for number in range(feeds):
    reader.add_feed(f"{base}/{number}.xml", exist_ok=True)
reader.update_feeds(scheduled=False)
print(reader.get_entry_counts().total)
reader.close()
