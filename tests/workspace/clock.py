"""The workspace's time, which the tests move, and the file that moves the
daemon's clock with it."""

import os
import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
        "sunday")


class Clock:
    """now() is shown to everyone and can be moved; steady() never jumps and
    is what deadlines and rate limits are measured with."""

    def __init__(self, path=None):
        self.path = path
        self.offset_ms = 0
        self._write()

    def now(self):
        return time.time() + self.offset_ms / 1000

    @staticmethod
    def steady():
        return time.monotonic()

    def move(self, milliseconds):
        self.offset_ms += int(milliseconds)
        self._write()

    def move_to(self, seconds):
        self.move((seconds - self.now()) * 1000)

    def move_to_weekday(self, day, time_of_day, zone="Europe/Helsinki"):
        """The next such moment: 'tuesday', '10:00'."""
        now = datetime.fromtimestamp(self.now(), ZoneInfo(zone))
        hour, minute = time_of_day.split(":")
        then = now.replace(hour=int(hour), minute=int(minute), second=0,
                           microsecond=0)
        then += timedelta(days=(DAYS.index(day.lower()) - now.weekday()) % 7)
        if then <= now:
            then += timedelta(days=7)
        self.move_to(then.timestamp())

    def _write(self):
        """In place and always 20 bytes, because the daemon has it mapped."""
        if self.path is None:
            return
        text = str(self.offset_ms).ljust(20).encode()
        fd = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            os.pwrite(fd, text, 0)
        finally:
            os.close(fd)


UNITS = {"ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000,
         "w": 7 * 86_400_000}


def milliseconds(text):
    """'2d', '+36h', '500ms' or '1h30m' as milliseconds."""
    rest = text.strip().lstrip("+")
    total = 0
    if not rest:
        raise ValueError("no duration")
    while rest:
        digits = len(rest) - len(rest.lstrip("0123456789."))
        unit_end = digits
        while unit_end < len(rest) and rest[unit_end].isalpha():
            unit_end += 1
        number, unit = rest[:digits], rest[digits:unit_end]
        if not number or unit not in UNITS:
            raise ValueError(f"no duration: {text} (like 2d, 36h, 500ms)")
        total += float(number) * UNITS[unit]
        rest = rest[unit_end:].strip()
    return int(total)
