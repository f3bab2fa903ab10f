"""A process that edits the catalogue of another: runs the Python that it reads, a JSON text and transaction a line."""

import json
import os
import sys
from pathlib import Path


def main(folder: Path) -> None:
    from catalogue.trial import postgres

    os.environ |= {"DJANGO_SETTINGS_MODULE": "catalogue.settings", "VAR": str(folder), "SECRET_KEY": "x" * 50}
    os.environ |= {"ALLOWED_HOSTS": "127.0.0.1", "HTTPS": "false", "LOG_LEVEL": "ERROR"}
    with postgres.server(folder / "postgres") as url:
        os.environ["DATABASE_URL"] = url
        import django
        from django.db import transaction

        django.setup()
        names: dict = {}
        for line in sys.stdin:
            with transaction.atomic():
                exec(json.loads(line), names)
            sys.stdout.write("done\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
