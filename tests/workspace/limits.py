"""Slack's rate limits: per method and minute by tier, and one message a second
and channel with a short burst. Measured on the steady clock, because moving
the shown time must not fill a bucket."""

TIERS = {1: 1, 2: 20, 3: 50, 4: 100, "special": 600}
BURST = 3               # Slack tolerates "brief bursts"; unpublished
WORKSPACE_PER_MINUTE = 300


class Bucket:
    def __init__(self, per_second, burst, now):
        self.rate = per_second
        self.burst = burst
        self.level = burst
        self.at = now

    def take(self, now):
        """0, or the seconds until there is room."""
        self.level = min(self.burst, self.level + (now - self.at) * self.rate)
        self.at = now
        if self.level >= 1:
            self.level -= 1
            return 0
        return (1 - self.level) / self.rate


class Limits:
    def __init__(self, clock):
        self.clock = clock
        self.enforced = True
        self.buckets = {}

    def _take(self, key, rate, burst):
        now = self.clock.steady()
        bucket = self.buckets.get(key)
        if bucket is None:
            bucket = self.buckets[key] = Bucket(rate, burst, now)
        return bucket.take(now)

    def method(self, name, tier):
        """Seconds to wait before this method may be called again; 0: now.
        A tier's whole minute may be spent at once."""
        if not self.enforced:
            return 0
        per_minute = TIERS[tier]
        return self._take(("method", name), per_minute / 60, per_minute)

    def message(self, channel_id):
        if not self.enforced:
            return 0
        wait = self._take(("channel", channel_id), 1, BURST)
        if wait:
            return wait
        return self._take(("workspace",), WORKSPACE_PER_MINUTE / 60,
                          WORKSPACE_PER_MINUTE / 4)
