"""When a token ends that was found genuine: what lasts longer than a request must end with it."""

import time

import jwt


def seconds_left(authorization: str) -> float:
    """Return how long the bearer token of an accepted authorization is still good for."""
    token = authorization.strip().partition(" ")[2].strip()
    # Its signature was verified when its bearer was: only the time is read here.
    claims: dict[str, object] = jwt.decode(token, options={"verify_signature": False})
    return max(float(str(claims["exp"])) - time.time(), 0.0)
