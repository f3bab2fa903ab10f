"""What comes in from outside: read, checked, and only then written."""
