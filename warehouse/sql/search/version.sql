select version from search.version
