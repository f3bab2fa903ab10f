"""A list of initiatives as a table to take along: one definition of the columns, three kinds of file."""
