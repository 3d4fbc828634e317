"""The four test vectors of RFC 9474, appendix A, as in rfc9474.json beside this file, with their keys made usable."""

import json
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.rsa import (
    RSAPrivateNumbers,
    RSAPublicNumbers,
    rsa_crt_dmp1,
    rsa_crt_dmq1,
    rsa_crt_iqmp,
)
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

FILE = Path(__file__).with_name("rfc9474.json")


@dataclass(frozen=True, slots=True)
class Vector:
    """One variant's vector. `prepared` is the vector's input_msg; `r` the number whose inverse the vector names."""

    name: str
    message: bytes
    prefix: bytes
    prepared: bytes
    salt: bytes
    encoded: bytes | None
    inverse: bytes
    blinded: bytes
    blind_signature: bytes
    signature: bytes
    modulus: int
    private_exponent: int
    private_pkcs8: bytes
    public_spki: bytes

    @property
    def size(self) -> int:
        """The modulus's length in bytes."""
        return (self.modulus.bit_length() + 7) // 8

    @property
    def r(self) -> bytes:
        """The blinding number, which the RFC gives by its inverse."""
        return pow(int.from_bytes(self.inverse, "big"), -1, self.modulus).to_bytes(self.size, "big")


def vectors() -> list[Vector]:
    """Return the four vectors in the RFC's order: PSS, PSSZERO randomized; PSS, PSSZERO deterministic."""
    return [_vector(fields) for fields in json.loads(FILE.read_text(encoding="utf-8"))["vectors"]]


def _vector(fields: dict[str, str]) -> Vector:
    p, q, n, e, d, inverse = (int(fields[name], 16) for name in ("p", "q", "n", "e", "d", "inv"))
    public = RSAPublicNumbers(e, n)
    private = RSAPrivateNumbers(p, q, d, rsa_crt_dmp1(d, p), rsa_crt_dmq1(d, q), rsa_crt_iqmp(p, q), public)
    key = private.private_key()
    return Vector(
        name=fields["name"],
        message=bytes.fromhex(fields["msg"]),
        prefix=bytes.fromhex(fields["msg_prefix"]),
        prepared=bytes.fromhex(fields["input_msg"]),
        salt=bytes.fromhex(fields["salt"]),
        encoded=bytes.fromhex(fields["encoded_msg"]) if "encoded_msg" in fields else None,
        inverse=inverse.to_bytes((n.bit_length() + 7) // 8, "big"),
        blinded=bytes.fromhex(fields["blinded_msg"]),
        blind_signature=bytes.fromhex(fields["blind_sig"]),
        signature=bytes.fromhex(fields["sig"]),
        modulus=n,
        private_exponent=d,
        private_pkcs8=key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
        public_spki=key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
    )
