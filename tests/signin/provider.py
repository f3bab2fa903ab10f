"""A small OpenID Connect provider on this machine, which signs whoever comes in as the person it is told."""

import json
import secrets
import time
from base64 import urlsafe_b64encode
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

CLIENT_ID, SECRET = "catalogus", "geheim van de catalogus"
KEY = generate_private_key(public_exponent=65537, key_size=2048)


class Provider(ThreadingHTTPServer):
    """`person` has the claims of whoever signs in next; `audience` is for whom its tokens are."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server_port}"
        self.person, self.audience = {}, CLIENT_ID
        self.challenges, self.tokens = {}, {}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
        if path == "/.well-known/openid-configuration":
            self.answer(self.configuration())
        elif path == "/authorize":
            self.authorize({name: values[0] for name, values in query.items()})
        elif path == "/userinfo":
            self.answer(self.server.tokens[self.headers["Authorization"].removeprefix("Bearer ")])

    def do_POST(self):
        """Exchange a code for tokens, for the client that asked for it (PKCE)."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        is_client = (form.get("client_id"), form.get("client_secret")) == (CLIENT_ID, SECRET)
        verified = urlsafe_b64encode(sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        if not is_client or self.server.challenges.pop(form["code"], None) != verified:
            return self.answer({"error": "invalid_grant"}, 400)
        token, now = secrets.token_urlsafe(), int(time.time())
        self.server.tokens[token] = self.server.person
        claims = {"iss": self.server.address, "aud": self.server.audience, "iat": now, "exp": now + 60}
        id_token = jwt.encode(claims | self.server.person, KEY, algorithm="RS256", headers={"kid": "1"})
        return self.answer({"access_token": token, "token_type": "Bearer", "id_token": id_token, "expires_in": 60})

    def configuration(self):
        address = self.server.address
        return {
            "issuer": address,
            "authorization_endpoint": f"{address}/authorize",
            "token_endpoint": f"{address}/token",
            "userinfo_endpoint": f"{address}/userinfo",
            "jwks_uri": f"{address}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def authorize(self, query):
        code = secrets.token_urlsafe()
        self.server.challenges[code] = query["code_challenge"]
        self.send_response(302)
        self.send_header("Location", f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}")
        self.end_headers()

    def answer(self, data, status=200):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(data).encode())

    def log_message(self, *arguments):
        """Nothing of requests on the screen."""


@contextmanager
def running_provider():
    with Provider() as provider:
        thread = Thread(target=provider.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield provider
        finally:
            provider.shutdown()
            thread.join()
