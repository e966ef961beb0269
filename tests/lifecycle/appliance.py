"""One appliance process and one clinic of its: started, asked, killed, stopped.

Loopback only, standard library only. Knows the black-box contract and nothing about the code.
"""

import http.client
import json
import os
import select
import signal
import subprocess
import time
import urllib.parse

CLINIC = "lifecycle"
READY_LIMIT = 60.0


class Gone(Exception):
    """The appliance did not answer: it was killed before, or while, it was asked."""


class Clinic:
    """The clinic's folder, its hook secret and a token, made with the command line."""

    def __init__(self, binary, data):
        self.binary, self.data = binary, data
        made = self.command("clinic", "create", "--id", CLINIC, "--name", "Lifecycle Clinic", "--practice")
        self.secret = made["hookSecret"]
        self.token = self.command("token", "create", "--clinic", CLINIC, "--role", "manager")["token"]

    def command(self, *words):
        done = subprocess.run([self.binary, *words, "--data", self.data], capture_output=True, text=True, timeout=60)
        if done.returncode != 0:
            raise AssertionError(f"{' '.join(words)} ended with {done.returncode}: {done.stdout[-500:]}{done.stderr[-500:]}")
        return json.loads(done.stdout)

    def doctor(self):
        return self.command("doctor", "--json")


class Appliance:
    """A running process. `ready_after` is the time from its start to the line that says it serves."""

    def __init__(self, clinic, log):
        self.clinic = clinic
        began = time.monotonic()
        command = [clinic.binary, "serve", "--practice", "--data", clinic.data, "--api", "127.0.0.1:0", "--hooks", "127.0.0.1:0"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
        try:
            line = self._line(began + READY_LIMIT)
            self.api, self.hooks = (urllib.parse.urlsplit(line[name]).netloc for name in ("api", "hooks"))
            self.ready_after = time.monotonic() - began
            status, _ = self.get("/clinic")
            assert status == 200, f"it said ready and answered {status}"
            self.served_after = time.monotonic() - began
        except BaseException:
            self.process.kill()
            self.process.wait()
            raise

    def _line(self, until):
        ready, _, _ = select.select([self.process.stdout], [], [], max(0.0, until - time.monotonic()))
        text = self.process.stdout.readline() if ready else ""
        if not text:
            raise AssertionError(f"it did not get ready within {READY_LIMIT:.0f} s (exit code {self.process.poll()})")
        return json.loads(text)

    def kill(self):
        """Takes the process away in the middle of whatever it does."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()

    def stop(self):
        """Asks it to stop; answers how long that took and with which code it ended."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=30)
        self.process.stdout.close()
        return time.monotonic() - began, code

    def _ask(self, host, method, path, headers, body):
        connection = http.client.HTTPConnection(host, timeout=20)
        try:
            payload = None if body is None else json.dumps(body)
            connection.request(method, path, payload, {"Content-Type": "application/json", **headers})
            answer = connection.getresponse()
            text = answer.read()
            return answer.status, json.loads(text) if text else None
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Gone from error
        finally:
            connection.close()

    def _api(self, method, path, body=None):
        headers = {"Authorization": f"Bearer {self.clinic.token}"}
        return self._ask(self.api, method, f"/api/clinics/{CLINIC}{path}", headers, body)

    def get(self, path):
        return self._api("GET", path)

    def post(self, path, body):
        return self._api("POST", path, body)

    def patch(self, path, body):
        return self._api("PATCH", path, body)

    def everything(self, path):
        """All items of a list, page by page."""
        items, cursor = [], None
        while True:
            joint = "&" if "?" in path else "?"
            status, page = self.get(path + (f"{joint}cursor={urllib.parse.quote(cursor)}" if cursor else ""))
            assert status == 200, f"GET {path} answered {status}"
            items += page["items"]
            cursor = page["nextCursor"]
            if not cursor:
                return items

    def hook(self, call, kind, at_ms, **rest):
        """Delivers one server message of a call."""
        number = f"+44{7_700_900_000 + call['number']}"
        about = {"id": call["id"], "type": "inboundPhoneCall", "customer": {"number": number}}
        message = {"type": kind, "timestamp": at_ms, "call": about, **rest}
        headers = {"X-Vapi-Secret": self.clinic.secret}
        return self._ask(self.hooks, "POST", f"/hooks/{CLINIC}/vapi", headers, {"message": message})
