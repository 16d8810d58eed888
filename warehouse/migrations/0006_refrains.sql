-- Hashes of the lines of a source's newest pages: what stands on most of them is the site's furniture.
alter table core.source_state add column page_prints varchar[];
