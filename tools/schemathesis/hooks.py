"""Puts what the database knows into what schemathesis makes up: a key of nobody's is refused before anything is done."""

import json
import os
import zlib

import schemathesis

KNOWN = json.loads(os.environ.get("KNOWN", "{}"))


def chosen(values, seed):
    """The same value for the same request, so that a seed means the same run; none for every fourth."""
    place = zlib.crc32(json.dumps(seed, sort_keys=True, default=str).encode())
    return None if place % 4 == 0 else values[(place // 4) % len(values)]


# A JWT is a text, which schemathesis would read as JSON.
@schemathesis.deserializer("application/json")
def read(context, response):
    kind = (response.headers.get("content-type") or [""])[0]
    return response.content.decode("ascii") if kind.startswith("application/jwt") else response.json()


@schemathesis.hook
def map_body(context, body):
    if not isinstance(body, dict):
        return body
    known = {}
    for name, values in KNOWN.items():
        value = chosen(values, [name, body]) if isinstance(body.get(name), str) else None
        if value is not None:
            known[name] = value
    return {**body, **known}


@schemathesis.hook
def map_headers(context, headers):
    name = next((one for one in headers or {} if one.lower() == "authorization"), None)
    key = chosen(KNOWN.get("key", []), headers) if name and KNOWN.get("key") else None
    return {**headers, name: f"License {key}"} if key else headers
