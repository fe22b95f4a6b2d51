"""Faults that the control API orders for calls of an app. A fault names what it
matches and how often; what it does is one of:

    status      answer with this HTTP status (429 with retry_after), not run
    error       answer with that error, not run
    slow        wait so many seconds first, then go on
    cut         close the connection instead of answering; not run
    ambiguous   run, then "cut" the connection or answer with a status
    linger      (Mattermost) run, but wait so many seconds half way
"""

import asyncio


class Fault:
    def __init__(self, method="*", channel=None, count=1, **what):
        self.method = method
        self.channel = channel
        self.count = count
        self.status = what.get("status")
        self.retry_after = what.get("retry_after")
        self.error = what.get("error")
        self.slow = what.get("slow")
        self.cut = bool(what.get("cut"))
        self.ambiguous = what.get("ambiguous")
        self.linger = what.get("linger")

    def matches(self, names, channel):
        return (self.count != 0 and self.method in names
                and self.channel in (None, channel))


class Faults:
    def __init__(self, journal):
        self.journal = journal
        self.list = []

    def add(self, **what):
        self.list.append(Fault(**what))

    def clear(self):
        self.list.clear()

    async def take(self, method, channel, also=None):
        """The fault to show now, or None; a slow one has been waited for.
        also: another name of the method."""
        for fault in list(self.list):
            if fault.linger or not fault.matches(("*", method, also),
                                                 channel):
                continue
            self._use(fault)
            self.journal.note("fault", method=method, channel=channel,
                              status=fault.status, error=fault.error,
                              slow=fault.slow, cut=fault.cut,
                              ambiguous=fault.ambiguous)
            if fault.slow:
                await asyncio.sleep(fault.slow)
                if not (fault.status or fault.error or fault.cut
                        or fault.ambiguous):
                    return None
            return fault
        return None

    async def linger(self, method):
        for fault in list(self.list):
            if fault.linger and fault.matches(("*", method), None):
                self._use(fault)
                await asyncio.sleep(fault.linger)

    def _use(self, fault):
        fault.count -= 1
        if fault.count == 0:
            self.list.remove(fault)
