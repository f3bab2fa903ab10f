"""HTTP around the answers: entity tags, the page cache, redirects, streaming."""
