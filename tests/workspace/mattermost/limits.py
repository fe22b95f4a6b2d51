"""Mattermost's rate limit: one bucket for everybody behind an address. Off, as
it is by default, until somebody turns it on."""

import math

from ..limits import Bucket


class Limits:
    def __init__(self, clock):
        self.clock = clock
        self.enforced = True            # as on the Slack side: it may be off
        self.bucket = None

    def on(self, per_second=10, burst=100):
        self.bucket = Bucket(per_second, burst, self.clock.steady())

    def off(self):
        self.bucket = None

    def take(self):
        """0, or the seconds until there is room."""
        if self.bucket is None:
            return 0
        wait = self.bucket.take(self.clock.steady())
        return math.ceil(wait)

    def headers(self, remaining=None):
        if self.bucket is None and remaining is None:
            return {}
        bucket = self.bucket or Bucket(10, 100, 0)
        left = int(bucket.level) if remaining is None else remaining
        reset = math.ceil((bucket.burst - bucket.level) / bucket.rate) or 1
        return {"X-Ratelimit-Limit": str(bucket.burst + 1),
                "X-Ratelimit-Remaining": str(left),
                "X-Ratelimit-Reset": str(reset if self.bucket else 2)}
