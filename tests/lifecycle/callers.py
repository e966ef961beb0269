"""Who keeps the appliance busy: somebody at the desk, and calls that come in over the voice provider.

Each works until the appliance is gone, and notes an acknowledgement only when the whole answer has come.
"""

import threading
import time

from appliance import Gone

PROCEDURES = ["lip-filler", "laser-hair-removal", "mole-check", "botox-review"]


class Caller:
    def __init__(self, appliance, promises, name, days, chance):
        self.appliance, self.promises, self.name = appliance, promises, name
        self.days, self.chance = days, chance
        self.failure, self.count = None, 0

    def work(self):
        try:
            while True:
                self.count += 1
                self.once()
        except Gone:
            pass
        except Exception as failure:  # told by the main thread, which can end the run
            self.failure = failure
            threading.current_thread().name += " (failed)"

    def person(self):
        return f"Caller {self.name} {self.count}"


class Desk(Caller):
    """Claims, then confirms, releases or lets go."""

    def once(self):
        procedure = self.chance.choice(PROCEDURES)
        status, found = self.appliance.get(f"/slots?procedureId={procedure}&from={self.days[0]}&to={self.days[1]}")
        if status in (500, 503):
            raise Gone  # it is stopping
        assert status == 200, f"slots: {status} {found}"
        # Everybody wants the same few, so that some come second.
        slot = self.chance.choice(found["slots"][:12])
        wanted = {"slotStart": slot["start"], "practitionerId": slot["practitionerId"], "procedureId": procedure}
        status, held = self.appliance.post("/booking/claim-slot", wanted)
        if status == 503:
            raise Gone
        if status == 409:
            assert held["code"] == "slot_taken" and held["say"], f"claim: {held}"
            return
        assert status == 200, f"claim: {status} {held}"
        claim = {"holdId": held["holdId"], "expiresAt": held["expiresAt"]}
        self.promises.claimed(claim)
        choice = self.chance.random()
        if choice < 0.7:
            self.confirm(claim, slot)
        elif choice < 0.85:
            claim["released"] = True
            status, _ = self.appliance.post("/booking/release", {"holdId": claim["holdId"]})
            assert status in (204, 503), f"release: {status}"

    def confirm(self, claim, slot):
        name = self.person()
        try:
            status, booked = self.appliance.post("/booking/confirm", {"holdId": claim["holdId"], "contact": {"name": name}})
        except Gone:
            self.promises.open_confirmation(claim["holdId"], name)
            raise
        if status == 503:
            self.promises.open_confirmation(claim["holdId"], name)
            raise Gone
        assert status == 200, f"confirm: {status} {booked}"
        self.promises.booked({"name": name, "start": slot["start"], "holdId": claim["holdId"]})


class Voice(Caller):
    """A call from its first ring to its report, with find, claim and confirm in between."""

    def once(self):
        self.call = {"id": f"call-{self.name}-{self.count}", "number": self.chance.randrange(1000)}
        self.at = int(time.time() * 1000) - 60_000
        self.send("status-update", ("ringing", lambda v: True), status="ringing")
        self.send("status-update", ("answered", lambda v: v["answeredAt"] is not None), status="in-progress")
        words = f"I would like lip filler, this is call {self.count}."
        self.send("transcript", ("a turn", lambda v: any(words == t["text"] for t in v["turns"])), role="user", transcriptType="final", transcript=words)
        if self.book():
            self.send("status-update", ("the end", lambda v: not v["live"]), status="ended", endedReason="customer-ended-call")
            report = {"endedReason": "customer-ended-call", "artifact": {"messages": []}}
            self.send("end-of-call-report", ("the report", lambda v: v["endedAt"] is not None), **report)

    def book(self):
        found = self.tool("find", "find_slots", {"procedure": self.chance.choice(["lip filler", "mole check"]), "from": self.days[0], "to": self.days[1]})
        if not found or "s1=" not in found:
            return True
        self.tool("claim", "claim_slot", {"slotId": "s1"})
        name = self.person()
        answer = self.tool("confirm", "confirm_booking", {"slotId": self.chance.choice(["s1", "s2"]), "name": name})
        if answer and answer.startswith("Booked:"):
            self.promises.booked({"name": name, "start": None, "holdId": None})
            self.promises.delivered(self.call, ("the booking", lambda v: v["appointment"] is not None and v["appointment"]["contact"]["name"] == name))
        # Sometimes nobody says goodbye.
        return self.chance.random() < 0.8

    def tool(self, key, name, arguments):
        rest = {"toolCallList": [{"id": f"{self.call['id']}-{key}", "type": "function", "function": {"name": name, "arguments": arguments}}]}
        answer = self.deliver("tool-calls", rest)
        result = answer["results"][0]
        if result.get("error", "").startswith("The diary can't be reached"):
            # Said when the store closes under a call; nothing was promised.
            self.promises.open_delivery(self.call, "tool-calls", self.at, rest)
            raise Gone
        self.promises.answered(self.call, "tool-calls", self.at, rest, answer)
        return result.get("result")

    def send(self, kind, effect, **rest):
        self.deliver(kind, rest)
        self.promises.delivered(self.call, effect)

    def deliver(self, kind, rest):
        self.at += 1_000
        try:
            status, answer = self.appliance.hook(self.call, kind, self.at, **rest)
        except Gone:
            self.promises.open_delivery(self.call, kind, self.at, rest)
            raise
        if status == 503:
            self.promises.open_delivery(self.call, kind, self.at, rest)
            raise Gone
        assert status == 200, f"{kind}: {status} {answer}"
        return answer
