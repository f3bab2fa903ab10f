"""What RFC 4287 (Atom) and RFC 5005 (feeds in pages) demand of a feed, as a validator of our own."""
