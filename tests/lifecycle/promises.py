"""What the appliance has acknowledged, and whether it still holds.

Three kinds of promise: a claim (a hold until its hour, unless it was confirmed), a booking (once, and at its time),
and a delivery (its effect shows in the call).
"""

import threading
from collections import Counter
from datetime import datetime, timedelta, timezone


def moment(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


class Promises:
    def __init__(self):
        self.lock = threading.Condition()
        self.claims, self.bookings, self.deliveries, self.answers = [], [], [], []
        self.unknown_holds, self.unknown_calls = [], []
        self.checked = Counter()
        self.made = 0

    def _add(self, kind, promise):
        with self.lock:
            kind.append(promise)
            self.made += 1
            self.lock.notify_all()

    def claimed(self, hold):
        """hold: holdId, expiresAt."""
        self._add(self.claims, hold)

    def booked(self, booking):
        """booking: name, start, practitionerId, and how to ask for it again."""
        self._add(self.bookings, booking)

    def delivered(self, call, effect):
        """effect: a name and a function from the call's view to whether it shows."""
        self._add(self.deliveries, (call, effect))

    def answered(self, call, kind, at, rest, answer):
        """A tool's answer, which a repeat must get again."""
        self._add(self.answers, (call, kind, at, rest, answer))

    def open_confirmation(self, hold_id, name):
        """A confirmation whose answer never came."""
        with self.lock:
            self.unknown_holds.append((hold_id, name))

    def open_delivery(self, call, kind, at, rest):
        """A delivery whose answer never came; the provider sends it again."""
        with self.lock:
            self.unknown_calls.append((call, kind, at, rest))

    def wait_for_more(self, at_least, seconds):
        with self.lock:
            wanted = self.made + at_least
            self.lock.wait_for(lambda: self.made >= wanted, timeout=seconds)

    def summary(self):
        return {
            "claims": len(self.claims),
            "bookings": len(self.bookings),
            "deliveries": len(self.deliveries),
            "toolAnswers": len(self.answers),
            "answersThatNeverCame": self.checked["retried"],
        }

    def check(self, appliance, only_new):
        """Asks for everything that was promised (since the last check), and sends again what was not answered."""
        appointments = appliance.everything("/appointments?limit=200")
        self._nothing_twice(appointments)
        self._claims(appliance, only_new)
        self._bookings(appointments, only_new)
        self._calls(appliance, only_new)
        self._answers(appliance, only_new)
        self._again(appliance)

    def _new(self, name, kind, only_new):
        start = self.checked[name] if only_new else 0
        self.checked[name] = len(kind)
        return kind[start:]

    def _nothing_twice(self, appointments):
        booked = sorted((a for a in appointments if a["status"] == "booked"), key=lambda a: (a["practitionerId"], a["start"]))
        for one, next_one in zip(booked, booked[1:]):
            if one["practitionerId"] == next_one["practitionerId"]:
                assert moment(one["end"]) <= moment(next_one["start"]), f"booked twice: {one['start']} with {one['practitionerId']}"
        names = Counter(a["contact"]["name"] for a in appointments)
        twice = [name for name, count in names.items() if count > 1]
        assert not twice, f"booked more than once for one person: {twice[:3]}"
        laser = sorted((a for a in booked if "Laser suite" in a["rooms"]), key=lambda a: a["start"])
        for one, next_one in zip(laser, laser[1:]):
            assert moment(one["end"]) <= moment(next_one["start"]), f"the laser was booked twice at {one['start']}"

    def _claims(self, appliance, only_new):
        confirmed = {b["holdId"] for b in self.bookings} | {hold for hold, _ in self.unknown_holds}
        soon = datetime.now(timezone.utc) + timedelta(seconds=5)
        held = {h["id"] for h in appliance.everything("/holds")}
        for claim in self._new("claims", self.claims, only_new):
            due = moment(claim["expiresAt"]) > soon
            if due and claim["holdId"] not in confirmed and not claim.get("released"):
                assert claim["holdId"] in held, f"an acknowledged hold is lost: {claim}"

    def _bookings(self, appointments, only_new):
        found = {a["contact"]["name"]: a for a in appointments}
        for booking in self._new("bookings", self.bookings, only_new):
            kept = found.get(booking["name"])
            assert kept, f"an acknowledged booking is lost: {booking}"
            if booking["start"]:
                assert moment(kept["start"]) == moment(booking["start"]), f"a booking moved by itself: {booking}"
            assert kept["status"] == "booked", f"a booking was undone: {booking}"

    def _calls(self, appliance, only_new):
        views = {}
        for call, (what, shows) in self._new("deliveries", self.deliveries, only_new):
            if call["id"] not in views:
                status, views[call["id"]] = appliance.get(f"/calls/{call['id']}")
                assert status == 200, f"an acknowledged delivery left no call: {call} {what} {status}"
            assert shows(views[call["id"]]), f"an acknowledged delivery is lost: {what} of {call['id']}: {views[call['id']]}"

    def _answers(self, appliance, only_new):
        for call, kind, at, rest, answer in self._new("answers", self.answers, only_new)[-200:]:
            status, again = appliance.hook(call, kind, at, **rest)
            assert (status, again) == (200, answer), f"a repeat got another answer: {answer} then {status} {again}"

    def _again(self, appliance):
        with self.lock:
            holds, self.unknown_holds = self.unknown_holds, []
            calls, self.unknown_calls = self.unknown_calls, []
        for hold_id, name in holds:
            self.checked["retried"] += 1
            status, answer = appliance.post("/booking/confirm", {"holdId": hold_id, "contact": {"name": name}})
            assert status == 200 or answer["code"] in ("hold_expired", "hold_ended", "not_found"), f"{status} {answer}"
            if status == 200:
                self.booked({"name": name, "start": answer["start"], "holdId": hold_id})
        for call, kind, at, rest in calls:
            self.checked["retried"] += 1
            status, answer = appliance.hook(call, kind, at, **rest)
            assert status == 200, f"a delivery sent again got {status} {answer}"
