"""What takes too long for a request, done in the background by `manage.py db_worker`."""
