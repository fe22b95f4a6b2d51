"""Trigger ids, signed as Mattermost signs them, and cookies of actions."""

import base64
import json
import os

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .errors import AppError, failed_integration
from .ids import new_id

DECODE = "interactive_message.decode_trigger_id."


class Triggers:
    def __init__(self, clock, timing):
        self.clock = clock
        self.timing = timing
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.secret = AESGCM(AESGCM.generate_key(bit_length=256))

    def public_key(self):
        der = self.key.public_key().public_bytes(
            serialization.Encoding.DER,
            serialization.PublicFormat.SubjectPublicKeyInfo)
        return base64.b64encode(der).decode()

    def give(self, user_id, key=None, at=None):
        """(what the client gets, what the integration gets)"""
        word = new_id()
        millis = int(self.clock.now() * 1000) if at is None else at
        signed = f"{word}:{user_id}:{millis}:"
        signature = (key or self.key).sign(signed.encode(),
                                           ec.ECDSA(hashes.SHA256()))
        whole = signed + base64.b64encode(signature).decode()
        return word, base64.b64encode(whole.encode()).decode()

    @staticmethod
    def other_key():
        """Of somebody who is not the server."""
        return ec.generate_private_key(ec.SECP256R1())

    def take(self, text):
        """(client's trigger, user id); raises in Mattermost's words."""
        try:
            whole = base64.b64decode(text, validate=True).decode()
        except ValueError:
            raise AppError(DECODE + "base64_decode_failed", 400) from None
        parts = whole.split(":")
        if len(parts) != 4:
            raise AppError(DECODE + "missing_data", 400)
        word, user_id, millis, signature = parts
        age = self.clock.now() * 1000 - int(millis)
        if age > self.timing.trigger * 1000:
            raise AppError(
                DECODE + "expired", 400, "Trigger ID for interactive dialog "
                "is expired. Trigger IDs live for a maximum of "
                f"{self.timing.trigger:g} seconds.")
        try:
            self.key.public_key().verify(
                base64.b64decode(signature), f"{word}:{user_id}:{millis}:"
                .encode(), ec.ECDSA(hashes.SHA256()))
        except (InvalidSignature, ValueError):
            raise AppError(DECODE + "verify_signature_failed", 400) from None
        return word, user_id

    # what an ephemeral post carries instead of being kept

    def bake(self, cookie):
        nonce = os.urandom(12)
        box = self.secret.encrypt(nonce, json.dumps(cookie).encode(), None)
        return base64.b64encode(nonce + box).decode()

    def eat(self, text):
        try:
            raw = base64.b64decode(text, validate=True)
            return json.loads(self.secret.decrypt(raw[:12], raw[12:], None))
        except Exception:
            raise failed_integration() from None
