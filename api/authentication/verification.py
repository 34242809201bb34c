"""Whether a bearer token is genuine.

Which key a token is checked with is decided by its algorithm, and each algorithm has keys of its
own: a public key is never tried as a secret. What is wrong with a token is told to its sender only
where they can mend it, which is when it has expired.

Checking a token costs more than answering a small operation, and clients send the same one again
and again: what was found genuine is believed for a while without checking, not beyond its end, and
not longer than a withdrawn key may go unnoticed.
"""

import asyncio
import hashlib
import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol

import jwt
import structlog
from jwt import PyJWK, PyJWKClient
from jwt.exceptions import PyJWKClientConnectionError, PyJWKClientError

from api.authentication import claims
from api.authentication.claims import UnusableClaimsError
from api.endpoint.refusals import Refusal, unauthenticated, unavailable
from api.graphql.context import Viewer
from api.recently_used import RecentlyUsed

SYMMETRIC: Final = "HS256"
# Compared and not hashed: what a token names as its algorithm may be a list.
_PUBLISHED_ALGORITHMS: Final = ("RS256", "ES256")
_REQUIRED: Final = ("exp", "iss", "aud", "sub")
_LEEWAY_SECONDS: Final = 10
_MOST_CHARACTERS: Final = 8 * 1024
_KEYS_LIVE_SECONDS: Final = 300
# How soon a key that we do not know makes us ask again: tokens with invented keys cost no more.
_KEYS_REST_SECONDS: Final = 10
_KEYS_TIMEOUT_SECONDS: Final = 5
# Little beside the time for which published keys are kept anyway.
_BELIEVED_SECONDS: Final = 30
_MOST_BELIEVED: Final = 10_000
_BELIEVED_BYTES: Final = 500

_logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Keys(Protocol):
    """Where the key is found that a token must be signed with."""

    @property
    def believed_seconds(self) -> float:
        """How long a token stays genuine once it was: a key may be withdrawn."""

    async def of(self, header: Mapping[str, object]) -> str | PyJWK | None:
        """Return the key for a token of the header, or None where none may sign such a token."""


@dataclass(frozen=True, slots=True)
class SecretKey:
    """The secret that we share with who makes the tokens."""

    secret: str = field(repr=False)

    @property
    def believed_seconds(self) -> float:
        """As long as the process: it knows no other secret."""
        return math.inf

    async def of(self, header: Mapping[str, object]) -> str | None:
        """Return the secret for a token signed with one."""
        return self.secret if header.get("alg") == SYMMETRIC else None


@dataclass(frozen=True, slots=True)
class PublishedKeys:
    """The public keys that an issuer publishes (JWKS), and changes when it likes."""

    client: PyJWKClient
    believed_seconds: float = _BELIEVED_SECONDS
    _asking: asyncio.Lock = field(default_factory=asyncio.Lock)

    @classmethod
    def at(
        cls,
        url: str,
        rest_seconds: float = _KEYS_REST_SECONDS,
        believed_seconds: float = _BELIEVED_SECONDS,
    ) -> "PublishedKeys":
        """Return the keys published at an address."""
        client = PyJWKClient(
            url,
            lifespan=_KEYS_LIVE_SECONDS,
            timeout=_KEYS_TIMEOUT_SECONDS,
            cooldown_duration=rest_seconds,
        )
        return cls(client, believed_seconds)

    async def of(self, header: Mapping[str, object]) -> PyJWK | None:
        """Return the published key of the token's key id, if it is of the token's algorithm."""
        algorithm, key_id = header.get("alg"), header.get("kid")
        if algorithm not in _PUBLISHED_ALGORITHMS or not isinstance(key_id, str):
            return None
        try:
            # One at a time: when the keys change, the first asks and the others find its answer.
            async with self._asking:
                key = await asyncio.to_thread(self.client.get_signing_key, key_id)
        except PyJWKClientConnectionError as error:
            _logger.warning("token keys unreachable")
            message = "tokens cannot be checked now; send the request again in a moment"
            raise unavailable(message) from error
        except PyJWKClientError:
            return None
        return key if key.algorithm_name == algorithm else None


@dataclass(frozen=True, slots=True)
class _Genuine:
    """What a token that was checked says, and until when it need not be checked again."""

    viewer: Viewer
    until: float


@dataclass(frozen=True, slots=True)
class Authenticator:
    """What finds out who asks."""

    keys: tuple[Keys, ...]
    issuer: str
    audience: str
    _known: RecentlyUsed[bytes, _Genuine] = field(
        default_factory=lambda: RecentlyUsed(_MOST_BELIEVED, _MOST_BELIEVED * _BELIEVED_BYTES),
        repr=False,
    )

    async def viewer(self, authorization: str | None) -> Viewer:
        """Return who asks, or raise the refusal of a request that does not say so."""
        token = _bearer(authorization)
        # The tokens themselves are not kept: whoever could read them could send them.
        key = hashlib.sha256(token.encode()).digest()
        known = self._known.get(key)
        if known is not None and time.time() < known.until:
            return known.viewer
        genuine = await self._checked(token)
        self._known.put(key, genuine, _BELIEVED_BYTES)
        return genuine.viewer

    async def _checked(self, token: str) -> _Genuine:
        try:
            return await self._genuine(token)
        except jwt.ExpiredSignatureError as error:
            raise _invalid("the token has expired; get a new one") from error
        except (jwt.InvalidTokenError, UnusableClaimsError) as error:
            raise _invalid("the token is not valid here; get one that is") from error

    async def _genuine(self, token: str) -> _Genuine:
        header = jwt.get_unverified_header(token)
        for keys in self.keys:
            key = await keys.of(header)
            if key is not None:
                found = self._claims(token, key, str(header["alg"]))
                end = float(str(found["exp"])) + _LEEWAY_SECONDS
                return _Genuine(claims.viewer(found), min(end, time.time() + keys.believed_seconds))
        raise jwt.InvalidTokenError("no key signs such a token")

    def _claims(self, token: str, key: str | PyJWK, algorithm: str) -> Mapping[str, object]:
        decoded: dict[str, object] = jwt.decode(
            token,
            key,
            algorithms=[algorithm],
            issuer=self.issuer,
            audience=self.audience,
            leeway=_LEEWAY_SECONDS,
            options={"require": list(_REQUIRED), "strict_aud": False},
        )
        return decoded


def _bearer(authorization: str | None) -> str:
    scheme, _, token = (authorization or "").strip().partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        message = "say who you are: send a token as Authorization: Bearer <token>"
        raise unauthenticated(message, 'Bearer realm="headgate"')
    if len(token) > _MOST_CHARACTERS:
        raise _invalid("the token is too long; get another one")
    return token.strip()


def _invalid(message: str) -> Refusal:
    return unauthenticated(message, 'Bearer realm="headgate", error="invalid_token"')
