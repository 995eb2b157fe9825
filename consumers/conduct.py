"""Who asks far too hastily: remembered by person, so that a new socket is no clean slate."""

import time

from django.conf import settings

from protocol.buckets import Bucket

RetryMs = list[int]


class Record:
    """One person's: refusals that are still borne with, strikes, and until when they are out."""

    __slots__ = ("out_until", "patience", "strikes", "struck_at")

    def __init__(self) -> None:
        self.strikes, self.struck_at, self.out_until = 0, 0.0, 0.0
        self.be_patient()

    def be_patient(self) -> None:
        limits = settings.LIMITS
        self.patience = Bucket(limits.person_commands_per_second, limits.person_commands_burst)

    def matters(self, now: float) -> bool:
        return now < max(self.out_until, self.struck_at + settings.LIMITS.strike_memory)


class Conduct:
    """A strike is as many refusals for haste as there may be commands: a client that waits as it
    is told never gets one. The last strike sends the person away for a while."""

    PRUNE_AT = 10_000

    def __init__(self) -> None:
        self._records: dict[int, Record] = {}

    def refused(self, person: int) -> RetryMs | None:
        """A command was refused for haste; when to come back, if that was too much."""
        record = self._record(person)
        if not record.patience.take():
            return None
        now, limits = time.monotonic(), settings.LIMITS
        if now - record.struck_at > limits.strike_memory:
            record.strikes = 0
        record.strikes, record.struck_at = record.strikes + 1, now
        record.be_patient()
        return self.send_away(person) if record.strikes >= limits.strikes else None

    def send_away(self, person: int) -> RetryMs:
        record, wait = self._record(person), settings.LIMITS.abuse_retry_ms
        record.strikes, record.out_until = 0, time.monotonic() + wait / 1000
        return [wait, 2 * wait]

    def still_out(self, person: int) -> RetryMs | None:
        """Of whom was sent away and comes back too early: when to come back."""
        record = self._records.get(person)
        left = int((record.out_until - time.monotonic()) * 1000) if record else 0
        return [left, left + settings.LIMITS.abuse_retry_ms] if left > 0 else None

    def _record(self, person: int) -> Record:
        if person not in self._records:
            if len(self._records) >= self.PRUNE_AT:
                now = time.monotonic()
                self._records = {p: r for p, r in self._records.items() if r.matters(now)}
            self._records[person] = Record()
        return self._records[person]
