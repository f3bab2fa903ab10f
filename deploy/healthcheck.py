"""Exits with status 0 when the web server of this container answers /healthz within three seconds."""

import os
import sys
from http.client import HTTPConnection

SECONDS = 3

port = int(os.environ.get("BIND", "127.0.0.1:8000").rpartition(":")[2])
host = os.environ["ALLOWED_HOSTS"].partition(",")[0].strip()  # requests for other hosts are refused
connection = HTTPConnection("127.0.0.1", port, timeout=SECONDS)
try:
    connection.request("GET", "/healthz", headers={"Host": host})
    sys.exit(connection.getresponse().status != 200)
except OSError as error:
    sys.exit(f"No answer: {error}")
