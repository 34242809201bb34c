"""A token is believed only when all of it is right; everything else is one and the same refusal."""

import asyncio
import base64
import datetime as dt
import http.server
import json
import threading
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from api.authentication.claims import Grant
from api.authentication.verification import Authenticator, Keys, PublishedKeys, SecretKey
from api.endpoint.refusals import Refusal
from api.graphql.context import Viewer
from models.tenancy import MemberRole
from tests.api.conftest import eventually

SECRET = "s" * 64
ORGANIZATION, MEMBER = uuid.uuid4(), uuid.uuid4()
NOW = dt.datetime.now(dt.UTC)
GRANT = Grant(str(MEMBER), ORGANIZATION, MemberRole.ANALYST, dt.timedelta(minutes=5))
CLAIMS = GRANT.claims("issuer", "audience", NOW)
VIEWER = Viewer(MEMBER, ORGANIZATION, MemberRole.ANALYST)
INVALID = "the token is not valid here; get one that is"
EXPIRED = "the token has expired; get a new one"
MISSING = "say who you are: send a token as Authorization: Bearer <token>"
RSA_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
EC_KEY = ec.generate_private_key(ec.SECP256R1())


def ask(authorization: str | None, *keys: Keys) -> Viewer:
    checked = Authenticator(keys or (SecretKey(SECRET),), "issuer", "audience")
    return asyncio.run(checked.viewer(authorization))


def token(key: object = SECRET, algorithm: str = "HS256", **changes: object) -> str:
    """Return a token of good claims, but for the changes; None leaves a claim out."""
    said = {name: value for name, value in (CLAIMS | changes).items() if value is not None}
    return jwt.encode(said, key, algorithm=algorithm, headers={"kid": "one"})  # type: ignore[arg-type]


def unsigned(algorithm: object) -> str:
    header, body = (
        base64.urlsafe_b64encode(json.dumps(part, default=str).encode()).decode().rstrip("=")
        for part in ({"alg": algorithm, "typ": "JWT"}, CLAIMS | {"exp": 4102444800, "iat": 0})
    )
    return f"{header}.{body}."


def public_pem() -> bytes:
    return RSA_KEY.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def confused() -> str:
    """Return a token signed with the public key as if that were a secret."""
    header = {"alg": "HS256", "typ": "JWT", "kid": "one"}
    signer = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256)
    parts = [
        base64.urlsafe_b64encode(json.dumps(part, default=str).encode()).rstrip(b"=")
        for part in (header, CLAIMS | {"exp": 4102444800, "iat": 0})
    ]
    signature = base64.urlsafe_b64encode(signer.sign(b".".join(parts), public_pem())).rstrip(b"=")
    return b".".join([*parts, signature]).decode()


def test_who_asks_is_who_the_token_says() -> None:
    assert ask(f"Bearer {token()}") == VIEWER
    assert ask(f"  bearer   {token()} ") == VIEWER
    assert ask(f"Bearer {token(sub='program:sync')}").member_id is None
    assert ask(f"Bearer {token(aud=['other', 'audience'])}") == VIEWER


REFUSED = [
    (None, MISSING),
    ("", MISSING),
    ("Bearer", MISSING),
    ("Bearer ", MISSING),
    ("Basic dXNlcjpwYXNz", MISSING),
    (token(), MISSING),
    ("Bearer nonsense", INVALID),
    ("Bearer a.b.c", INVALID),
    (f"Bearer {token()}, Bearer {token()}", INVALID),
    (f"Bearer {token()[:-4]}AAAA", INVALID),
    (f"Bearer {token('another' * 10)}", INVALID),
    (f"Bearer {unsigned('none')}", INVALID),
    (f"Bearer {unsigned('None')}", INVALID),
    (f"Bearer {unsigned('HS256')}", INVALID),
    (f"Bearer {token(algorithm='HS512')}", INVALID),
    (f"Bearer {token(RSA_KEY, 'RS256')}", INVALID),
    (f"Bearer {token(exp=NOW - dt.timedelta(minutes=1))}", EXPIRED),
    (f"Bearer {token(exp=None)}", INVALID),
    (f"Bearer {token(nbf=NOW + dt.timedelta(minutes=1))}", INVALID),
    (f"Bearer {token(iss='another')}", INVALID),
    (f"Bearer {token(iss=None)}", INVALID),
    (f"Bearer {token(aud='another')}", INVALID),
    (f"Bearer {token(aud=None)}", INVALID),
    (f"Bearer {token(sub=None)}", INVALID),
    (f"Bearer {token(sub='')}", INVALID),
    (f"Bearer {token(sub='ann')}", INVALID),
    (f"Bearer {token(organization_id=None)}", INVALID),
    (f"Bearer {token(organization_id='1')}", INVALID),
    (f"Bearer {token(role=None)}", INVALID),
    (f"Bearer {token(role='admin')}", INVALID),
    (f"Bearer {token(role=['ADMIN'])}", INVALID),
    (f"Bearer {token(x='x' * 9000)}", "the token is too long; get another one"),
]


@pytest.mark.parametrize(("authorization", "message"), REFUSED)
def test_what_is_not_right_is_refused(authorization: str | None, message: str) -> None:
    with pytest.raises(Refusal) as refused:
        ask(authorization)
    assert refused.value.status == 401
    assert [error.message for error in refused.value.errors] == [message]
    assert refused.value.headers["www-authenticate"].startswith('Bearer realm="headgate"')


def test_a_secret_does_not_show_where_it_is_printed() -> None:
    assert SECRET not in repr(Authenticator((SecretKey(SECRET),), "issuer", "audience"))


def test_without_a_key_nobody_is_known() -> None:
    checked = Authenticator((), "issuer", "audience")
    with pytest.raises(Refusal):
        asyncio.run(checked.viewer(f"Bearer {token()}"))


@dataclass(slots=True)
class Counted:
    """The shared secret, and how often a token was checked with it."""

    believed_seconds: float = 3600
    times: int = 0

    async def of(self, _header: Mapping[str, object]) -> str:
        self.times += 1
        return SECRET


def test_a_token_is_checked_once_and_each_token_by_itself() -> None:
    keys = Counted()
    checked = Authenticator((keys,), "issuer", "audience")
    other = jwt.encode(CLAIMS | {"sub": "program:sync"}, SECRET, algorithm="HS256")

    async def ask_again() -> None:
        for _ in range(3):
            assert await checked.viewer(f"Bearer {token()}") == VIEWER
            assert (await checked.viewer(f"Bearer {other}")).member_id is None
        for _ in range(2):
            with pytest.raises(Refusal):
                await checked.viewer(f"Bearer {token()[:-4]}AAAA")

    asyncio.run(ask_again())
    assert keys.times == 4


def test_a_token_is_not_believed_for_longer_than_its_key() -> None:
    keys = Counted(believed_seconds=0)
    checked = Authenticator((keys,), "issuer", "audience")

    async def ask_again() -> None:
        for _ in range(3):
            assert await checked.viewer(f"Bearer {token()}") == VIEWER

    asyncio.run(ask_again())
    assert keys.times == 3


def test_a_token_is_not_believed_beyond_its_end() -> None:
    checked = Authenticator((SecretKey(SECRET),), "issuer", "audience")
    leeway_ends_soon = token(exp=dt.datetime.now(dt.UTC) - dt.timedelta(seconds=8))

    def is_refused() -> bool:
        try:
            asyncio.run(checked.viewer(f"Bearer {leeway_ends_soon}"))
        except Refusal as refused:
            return [error.message for error in refused.errors] == [EXPIRED]
        return False

    assert not is_refused()
    eventually(is_refused, seconds=10)


@dataclass(slots=True)
class Issuer:
    """Publishes keys over HTTP, and counts how often it is asked for them."""

    url: str = ""
    keys: list[dict[str, object]] = field(default_factory=list)
    status: int = 200
    times_asked: int = 0

    def publish(self, **keys: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> None:
        self.keys = [_published(name, key) for name, key in keys.items()]

    def handler(self) -> type[http.server.BaseHTTPRequestHandler]:
        issuer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                issuer.times_asked += 1
                self.send_response(issuer.status)
                self.end_headers()
                self.wfile.write(json.dumps({"keys": issuer.keys}).encode())

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the same
                del format, args

        return Handler


def _published(name: str, key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> dict[str, object]:
    if isinstance(key, rsa.RSAPrivateKey):
        made = RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
        return {**made, "kid": name, "use": "sig", "alg": "RS256"}
    made = ECAlgorithm.to_jwk(key.public_key(), as_dict=True)
    return {**made, "kid": name, "use": "sig", "alg": "ES256"}


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    made = Issuer()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), made.handler()) as server:
        made.url = f"http://127.0.0.1:{server.server_port}/keys"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield made
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(("key", "algorithm"), [(RSA_KEY, "RS256"), (EC_KEY, "ES256")])
def test_published_keys_are_asked_for_once(
    issuer: Issuer, key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, algorithm: str
) -> None:
    issuer.publish(one=key)
    keys = PublishedKeys.at(issuer.url)
    for _ in range(3):
        assert ask(f"Bearer {token(key, algorithm)}", keys) == VIEWER
    assert issuer.times_asked == 1


def test_a_new_key_is_found_and_an_old_one_forgotten_when_keys_change(issuer: Issuer) -> None:
    issuer.publish(old=RSA_KEY)
    keys = PublishedKeys.at(issuer.url, rest_seconds=0)
    old = jwt.encode(CLAIMS, RSA_KEY, algorithm="RS256", headers={"kid": "old"})
    new = jwt.encode(CLAIMS, EC_KEY, algorithm="ES256", headers={"kid": "new"})
    assert ask(f"Bearer {old}", keys) == VIEWER
    issuer.publish(new=EC_KEY)
    assert ask(f"Bearer {new}", keys) == VIEWER
    with pytest.raises(Refusal):
        ask(f"Bearer {old}", keys)


def test_a_withdrawn_key_is_refused_once_its_tokens_are_no_longer_believed(issuer: Issuer) -> None:
    issuer.publish(old=RSA_KEY)
    keys = PublishedKeys.at(issuer.url, rest_seconds=0, believed_seconds=1)
    checked = Authenticator((keys,), "issuer", "audience")
    old = jwt.encode(CLAIMS, RSA_KEY, algorithm="RS256", headers={"kid": "old"})
    new = jwt.encode(CLAIMS, EC_KEY, algorithm="ES256", headers={"kid": "new"})

    def is_refused() -> bool:
        try:
            asyncio.run(checked.viewer(f"Bearer {old}"))
        except Refusal:
            return True
        return False

    assert not is_refused()
    issuer.publish(new=EC_KEY)
    assert asyncio.run(checked.viewer(f"Bearer {new}")) == VIEWER
    eventually(is_refused, seconds=10)


def test_invented_keys_do_not_make_us_ask_again_and_again(issuer: Issuer) -> None:
    issuer.publish(one=RSA_KEY)
    keys = PublishedKeys.at(issuer.url)
    for number in range(5):
        invented = jwt.encode(CLAIMS, RSA_KEY, algorithm="RS256", headers={"kid": str(number)})
        with pytest.raises(Refusal):
            ask(f"Bearer {invented}", keys)
    assert issuer.times_asked == 1


@pytest.mark.parametrize("algorithm", [["RS256"], {"RS256": 1}, 256, None])
def test_an_algorithm_that_is_no_text_is_refused(issuer: Issuer, algorithm: object) -> None:
    with pytest.raises(Refusal):
        ask(f"Bearer {unsigned(algorithm)}", PublishedKeys.at(issuer.url))
    assert issuer.times_asked == 0


def test_a_public_key_is_never_taken_for_a_secret(issuer: Issuer) -> None:
    issuer.publish(one=RSA_KEY)
    for keys in (
        (PublishedKeys.at(issuer.url),),
        (SecretKey(SECRET), PublishedKeys.at(issuer.url)),
    ):
        for forged in (confused(), unsigned("RS256"), token(EC_KEY, "ES256")):
            with pytest.raises(Refusal) as refused:
                ask(f"Bearer {forged}", *keys)
            assert [error.message for error in refused.value.errors] == [INVALID]


def test_an_issuer_that_does_not_answer_is_no_fault_of_the_token(issuer: Issuer) -> None:
    issuer.status = 500
    with pytest.raises(Refusal) as refused:
        ask(f"Bearer {token(RSA_KEY, 'RS256')}", PublishedKeys.at(issuer.url))
    assert refused.value.status == 503
