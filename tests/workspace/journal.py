"""What happened, in order. Everything worth waiting for is noted here, so
that nobody has to sleep and hope."""

import asyncio


class Journal:
    def __init__(self, clock):
        self.clock = clock
        self.facts = []
        self.changed = asyncio.Event()

    def note(self, kind, **what):
        fact = {"n": len(self.facts) + 1, "at": round(self.clock.now(), 3),
                "kind": kind, **what}
        self.facts.append(fact)
        self.changed.set()
        self.changed = asyncio.Event()
        return fact

    def since(self, n, kind=None):
        return [f for f in self.facts[n:] if kind in (None, f["kind"])]

    async def wait(self, n, seconds):
        """True as soon as there are facts after the n-th, False when none
        came in that time."""
        end = self.clock.steady() + seconds
        while len(self.facts) <= n:
            left = end - self.clock.steady()
            if left <= 0:
                return False
            try:
                await asyncio.wait_for(self.changed.wait(), left)
            except asyncio.TimeoutError:
                return len(self.facts) > n
        return True
