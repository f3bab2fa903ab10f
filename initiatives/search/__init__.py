"""Search: a query string, the index in each process, and the answers that pages, feeds, files and the API share."""
