"""A small OpenID Connect provider on this machine, for tests: who signs in is who it was told."""

import base64
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Directory:
    """A provider that signs ``email`` in; ``refuses`` makes it answer with an error instead."""

    def __init__(self):
        self.email, self.refuses, self.nonces = "", False, {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def send_back(self, address):
        """What the person's browser is sent back to, after the provider's own page."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        answer = {"state": asked["state"], "code": "a-code"}
        if self.refuses:
            answer = {"state": asked["state"], "error": "access_denied"}
        self.nonces["a-code"] = asked.get("nonce")
        return f"{urlsplit(asked['redirect_uri']).path}?{urlencode(answer)}"

    def answer(self, path):
        """The provider's documents, by path."""
        if path.endswith("/.well-known/openid-configuration"):
            return {
                "issuer": self.address,
                "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": f"{self.address}/token",
                "userinfo_endpoint": f"{self.address}/userinfo",
                "jwks_uri": f"{self.address}/keys",
            }
        if path == "/keys":
            key = json.loads(RSAAlgorithm.to_jwk(KEY.public_key()))
            return {"keys": [key | {"kid": "one", "use": "sig", "alg": "RS256"}]}
        if path == "/userinfo":
            return self._claims()
        return {"access_token": "token", "token_type": "Bearer", "id_token": self._id_token()}

    def _claims(self):
        return {"sub": base64.b16encode(self.email.encode()).decode(), "email": self.email}

    def _id_token(self):
        now = int(time.time())
        claims = self._claims() | {
            "iss": self.address, "aud": "register", "iat": now - 5, "exp": now + 300,
            "nonce": self.nonces.get("a-code"),
        }  # fmt: skip
        return jwt.encode(claims, KEY, algorithm="RS256", headers={"kid": "one"})

    def _handler(self):
        directory = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                body = json.dumps(directory.answer(urlsplit(self.path).path)).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_POST(self):
                self.rfile.read(int(self.headers["Content-Length"]))
                self.do_GET()

            def log_message(self, *args):
                pass

        return Handler
