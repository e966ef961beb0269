"""Starts the appliance, lets many callers at it, kills it at a random moment, starts it again, and compares what it
has with what it had acknowledged. An answer that never came proves nothing either way; one that came is a promise.

Prints what it measured as one JSON line at the end. Fails on anything lost, doubled or unhealthy, and on a start that
takes more than ten seconds; a start of more than two is told, since machines differ.
"""

import argparse
import json
import random
import shutil
import sys
import tempfile
import threading
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

from appliance import Appliance, Clinic
from callers import Desk, Voice
from promises import Promises

CALLERS = 8
SERVES_WITHIN = 2.0
TOO_SLOW = 10.0
STOPS_WITHIN = 5.0
TERM_EVERY = 10


def window(number):
    """Three weeks of days of its own for each round, so that no round runs out of slots."""
    first = datetime.now(timezone.utc).date() + timedelta(days=3 + 3 * number)
    return first.isoformat(), (first + timedelta(days=21)).isoformat()


def let_in(appliance, promises, number, seed):
    """Callers at the desk and on the line, each in a thread, until the appliance is gone."""
    callers = []
    for n in range(CALLERS):
        kind = Desk if n % 2 == 0 else Voice
        callers.append(kind(appliance, promises, f"{number}-{n}", window(number), random.Random(f"{seed}-{number}-{n}")))
    threads = [threading.Thread(target=caller.work, name=f"caller-{n}") for n, caller in enumerate(callers)]
    for thread in threads:
        thread.start()
    return callers, threads


def finish(callers, threads):
    for thread in threads:
        thread.join(timeout=40)
        assert not thread.is_alive(), f"{thread.name} did not come back"
    for caller in callers:
        if caller.failure:
            raise caller.failure


def play(clinic, rounds, seed, log):
    chance = random.Random(seed)
    promises, starts, stops = Promises(), [], []
    appliance = Appliance(clinic, log)
    for number in range(rounds):
        callers, threads = let_in(appliance, promises, number, seed)
        # Waits for something to be promised, then for a moment that nobody chose.
        promises.wait_for_more(at_least=chance.randrange(1, 120), seconds=20)
        gently = number % TERM_EVERY == TERM_EVERY - 1
        if gently:
            took, code = appliance.stop()
            stops.append(took)
            assert code == 0, f"round {number}: SIGTERM ended it with {code}"
            assert took <= STOPS_WITHIN, f"round {number}: it took {took:.1f} s to stop"
        else:
            threading.Event().wait(chance.uniform(0.0, 0.08))
            appliance.kill()
        finish(callers, threads)
        appliance = Appliance(clinic, log)
        starts.append(appliance.served_after)
        if appliance.served_after > SERVES_WITHIN:
            print(f"round {number}: serving after {appliance.served_after:.2f} s", flush=True)
        assert appliance.served_after <= TOO_SLOW, f"round {number}: serving only after {appliance.served_after:.1f} s"
        promises.check(appliance, only_new=True)
        found = clinic.doctor()
        assert found.get("ok", True) is True, f"round {number}: the doctor found {found}"
        if sys.stdout.isatty() or number % 10 == 9:
            print(f"round {number + 1} of {rounds}: {promises.summary()}", flush=True)
    promises.check(appliance, only_new=False)
    took, code = appliance.stop()
    stops.append(took)
    assert code == 0 and took <= STOPS_WITHIN, f"the last SIGTERM took {took:.1f} s and ended with {code}"
    starts.sort()
    return {
        "rounds": rounds,
        "seed": seed,
        **promises.summary(),
        "servingAfterSeconds": {"median": round(starts[len(starts) // 2], 3), "p99": round(starts[int(len(starts) * 0.99)] if len(starts) > 1 else starts[-1], 3), "max": round(starts[-1], 3)},
        "stopsWithinSeconds": {"count": len(stops), "max": round(max(stops), 3)},
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rounds", nargs="?", type=int, default=20)
    parser.add_argument("--bin", required=True, help="the appliance's program")
    parser.add_argument("--seed", type=int, default=None, help="repeats a run's choices, though not its timing")
    parser.add_argument("--data", help="keeps the data here instead of in a folder that goes")
    wanted = parser.parse_args()
    seed = wanted.seed if wanted.seed is not None else random.SystemRandom().randrange(1_000_000)
    data = Path(wanted.data) if wanted.data else Path(tempfile.mkdtemp(prefix="callwaiting-lifecycle-"))
    data.mkdir(parents=True, exist_ok=True)
    log_path = data / "appliance.log"
    began = time.monotonic()
    try:
        with log_path.open("w") as log:
            done = play(Clinic(wanted.bin, str(data / "data")), wanted.rounds, seed, log)
    except BaseException as error:
        print(f"FAILED with seed {seed}: {error}\nThe data and the log are kept in {data}", file=sys.stderr)
        raise
    done["seconds"] = round(time.monotonic() - began, 1)
    print(json.dumps(done))
    if not wanted.data:
        shutil.rmtree(data)


if __name__ == "__main__":
    main()
