"""Lists of initiatives on the pages of others: how they look, and the code that shows them."""
