"""Sessions in the database that can be read while nothing can be written."""

from django.contrib.sessions.backends import db
from django.db import DatabaseError

from catalogue.database import Fault, fault_of


class SessionStore(db.SessionStore):
    """Drops a change of a session that exists when the database takes no writes; a new one still raises DatabaseError.

    What changes on reading, such as a message that was shown, may be lost; signing in may not seem to work.
    """

    def save(self, must_create: bool = False) -> None:
        try:
            super().save(must_create)
        except DatabaseError as error:
            if must_create or self.session_key is None or fault_of(error) is not Fault.READ_ONLY:
                raise
