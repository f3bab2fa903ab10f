"""What somebody takes along: a reference to copy, and a selection as a document for Writer or Word."""
