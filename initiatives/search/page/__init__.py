"""What a page shows around an answer: chips, links, the sentence, alternatives."""
