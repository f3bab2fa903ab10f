"""A process that edits the catalogue that another serves.

It runs the Python that it reads: a JSON text in each line, and each in a transaction.
"""

import json
import os
import sys


def main() -> None:
    import django
    from django.db import transaction

    os.environ["DJANGO_SETTINGS_MODULE"] = "catalogue.settings"
    django.setup()
    names: dict = {}
    for line in sys.stdin:
        with transaction.atomic():
            exec(json.loads(line), names)
        sys.stdout.write("done\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
