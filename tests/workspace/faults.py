"""Faults that the control API orders for the Web API. A fault names what it
matches and how often; what it does is one of:

    status      answer with this HTTP status (429 with retry_after), not run
    error       answer {"ok": false, "error": ...}, not run
    slow        wait so many seconds first, then go on
    cut         close the connection instead of answering; not run
    ambiguous   run, then "cut" the connection or answer with a status
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

    def matches(self, method, channel):
        return (self.count != 0 and self.method in ("*", method)
                and self.channel in (None, channel))


class Faults:
    def __init__(self, journal):
        self.journal = journal
        self.list = []

    def add(self, **what):
        self.list.append(Fault(**what))

    def clear(self):
        self.list.clear()

    async def take(self, method, channel):
        """The fault to show now, or None; a slow one has been waited for."""
        for fault in list(self.list):
            if not fault.matches(method, channel):
                continue
            fault.count -= 1
            if fault.count == 0:
                self.list.remove(fault)
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
