"""Measures ours against the peers in one run: A-B-A-B, at least five rounds, the disk's sync rate beside every figure.

Called by script/bench, which builds what is measured. Deliberately absent: how a side is started (peers.py) and how a
figure is shown (figures.py).
"""

import argparse
import json
import os
import shutil
import sys
import tempfile

import figures
import peers

HERE = os.path.dirname(os.path.abspath(__file__))
MARK = ("<!-- figures -->", "<!-- /figures -->")


def comparisons():
    """(id, what, peer, bar, longest wait allowed in ms, ours, peer's) in the order in which a round takes them."""
    each = []
    for callers in (1, 8, 16, 100):
        bar = {8: 2, 16: 2}.get(callers)
        each.append((
            f"claims-{callers}", f"durable claims, {callers} caller{'s' if callers > 1 else ''}",
            "PostgreSQL SELECT … FOR UPDATE", bar, 250,
            lambda s, n=callers: s.ours.claims("ours", n, s.seconds),
            lambda s, n=callers: s.postgres.claims(n, s.seconds),
        ))
    each.append((
        "claims-call", "durable claims, 16 callers", "PostgreSQL, the same claim in one function call", None, 250,
        lambda s: s.ours.claims("ours", 16, s.seconds),
        lambda s: s.postgres.claims(16, s.seconds, "function.sql"),
    ))
    each.append((
        "claims-hot", "one slot, 8 callers", "PostgreSQL SELECT … FOR UPDATE on one row", 8, 250,
        lambda s: s.ours.claims("ours", 8, s.seconds, slots=1),
        lambda s: s.postgres.claims(8, s.seconds, "hot.sql"),
    ))
    each.append((
        "claims-raw", "durable claims, 1 caller", "raw SQLite loop", 0.85, None,
        lambda s: s.ours.claims("ours", 1, s.seconds),
        lambda s: s.ours.claims("raw", 1, s.seconds),
    ))
    each.append((
        "claims-plain", "the claim's statements, 8 a sync, encrypted", "the same, not encrypted", 0.9, None,
        lambda s: s.ours.claims("cipher", 8, s.seconds),
        lambda s: s.ours.claims("plain", 8, s.seconds),
    ))
    each.append((
        "webhook", "webhook verified, deduplicated, stored, answered; 32 connections", peers.Fastify.name, 3, None,
        lambda s: peers.drive(s.appliance, s.folder, s.seconds),
        lambda s: peers.drive(s.fastify, s.folder, s.seconds),
    ))
    return each


class Sides:
    """Everything that is measured, started when first asked for. What cannot run here says why, once."""

    def __init__(self, folder, binaries, seconds):
        self.folder, self.binaries, self.seconds = folder, binaries, seconds
        self._made, self._why = {}, {}

    def _get(self, name, make):
        if name in self._why:
            raise peers.Refused(self._why[name])
        if name not in self._made:
            try:
                self._made[name] = make()
            except peers.Refused as why:
                self._why[name] = str(why)
                print(f"  {name}: {why}", file=sys.stderr)
                raise
        return self._made[name]

    ours = property(lambda s: s._get("claims", lambda: peers.Claims(os.path.join(s.binaries, "examples", "claims"), s.folder)))
    postgres = property(lambda s: s._get("postgres", lambda: peers.Postgres(s.folder)))
    fastify = property(lambda s: s._get("fastify", lambda: peers.Fastify(s.folder)))
    appliance = property(lambda s: s._get("appliance", lambda: peers.Appliance(os.path.join(s.binaries, "callwaiting"), s.folder)))

    def close(self):
        for side in self._made.values():
            if hasattr(side, "close"):
                side.close()


def measure(chosen, sides, rounds):
    """All rounds of all comparisons: the sync rate, ours, the sync rate, the peer's, and again."""
    taken = {one[0]: {"ours": [], "peer": [], "syncRate": []} for one in chosen}
    for number in range(1, rounds + 1):
        for name, *_, ours, peer in chosen:
            for side, act in (("ours", ours), ("peer", peer)):
                rate = figures.sync_rate(sides.folder)
                try:
                    figure = act(sides)
                except peers.Refused as why:
                    if str(why) not in sides._why.values():
                        print(f"  {name}, {side}: {why}", file=sys.stderr)
                    figure = None
                taken[name]["syncRate"].append(rate)
                taken[name][side].append(figure)
                if figure:
                    print(f"  round {number}/{rounds}  {name:<13} {side:<4} {figure['perSecond']:>9,.0f}/s"
                          f"  p50 {figure['p50Ms']:.2f}  p99 {figure['p99Ms']:.2f}  max {figure['maxMs']:.1f} ms"
                          f"  ok {figure['ok']}  refused {figure['refused']}  disk {rate:,.0f} syncs/s", flush=True)
    return taken


def summary(chosen, taken):
    """Medians, ranges, ratios and whether the bar is met."""
    out = []
    for name, what, peer_name, bar, longest, *_ in chosen:
        got = taken[name]
        side = lambda key: {f: figures.spread([x[f] for x in got[key] if x]) for f in ("perSecond", "p50Ms", "p99Ms", "maxMs")}
        ours, peer, ratio = side("ours"), side("peer"), figures.ratios(zip(got["ours"], got["peer"]))
        met = None
        if ratio is not None and (bar is not None or longest):
            met = (bar is None or ratio["median"] >= bar) and (not longest or ours["maxMs"]["high"] <= longest)
        out.append({"id": name, "name": what, "peerName": peer_name, "bar": bar, "longestMs": longest, "met": met,
                    "ratio": ratio, "ours": ours, "peer": peer, "syncRate": figures.spread(got["syncRate"]), "rounds": got})
    return out


def main():
    ids = [one[0] for one in comparisons()]
    ask = argparse.ArgumentParser(prog="script/bench", description=__doc__.splitlines()[0])
    ask.add_argument("--rounds", type=int, default=5, help="at least 5 for figures that are kept (default 5)")
    ask.add_argument("--seconds", type=int, default=3, help="length of one measurement (default 3)")
    ask.add_argument("--only", action="append", choices=ids, help="one comparison; may be repeated")
    ask.add_argument("--record", action="store_true", help="keep the result in bench/results and the table in bench/README.md")
    ask.add_argument("--binaries", required=True, help=argparse.SUPPRESS)
    ask.add_argument("--folder", default="/var/tmp", help="a folder on the disk to measure (default /var/tmp)")
    given = ask.parse_args()
    if given.record and given.rounds < 5:
        ask.error("--record needs at least 5 rounds")
    chosen = [one for one in comparisons() if not given.only or one[0] in given.only]

    folder = tempfile.mkdtemp(prefix="callwaiting-bench-", dir=given.folder)
    os.chmod(folder, 0o755)  # noqa: S103 - the database's own user must pass through; what is in it is closed
    sides = Sides(folder, given.binaries, given.seconds)
    started, where = figures.now(), figures.machine(folder)
    try:
        result = summary(chosen, measure(chosen, sides, given.rounds))
    finally:
        sides.close()
        shutil.rmtree(folder, ignore_errors=True)

    text = figures.table(result)
    print("\n" + text)
    if given.record:
        os.makedirs(os.path.join(HERE, "results"), exist_ok=True)
        file = os.path.join(HERE, "results", started.replace(":", "").replace("-", "") + ".json")
        with open(file, "w", encoding="utf-8") as out:
            json.dump({"taken": started, "machine": where, "seconds": given.seconds, "rounds": given.rounds,
                       "comparisons": result}, out, indent=1)
            out.write("\n")
        page = os.path.join(HERE, "README.md")
        with open(page, encoding="utf-8") as old:
            before, _, rest = old.read().partition(MARK[0])
        after = rest.partition(MARK[1])[2]
        heading = (f"Taken {started} on {where['cores']} cores of {where['cpu']}, {where['system']}, {where['filesystem']};"
                   f" {given.rounds} rounds of {given.seconds} s.")
        with open(page, "w", encoding="utf-8") as new:
            new.write(f"{before}{MARK[0]}\n{heading}\n\n{text}\n{MARK[1]}{after}")
        print(f"\nkept in bench/results/{os.path.basename(file)} and bench/README.md")
    return 0 if any(one["ratio"] for one in result) else 1


if __name__ == "__main__":
    sys.exit(main())
