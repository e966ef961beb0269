"""What a figure is: the disk's sync rate beside it, the median and range of its rounds, and how it is shown.

Only ratios of one run are worth comparing: the same disk has been seen to sync 236 and 5,906 times a second
within minutes. Deliberately absent: what is measured, which is peers.py and run.py.
"""

import datetime
import os
import platform
import statistics
import subprocess
import time


def sync_rate(folder, seconds=0.4):
    """Durable 4 KiB overwrites a second in this folder, one after the other, as a write-ahead log makes them."""
    path = os.path.join(folder, "sync-rate")
    block = os.urandom(4096)
    handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        os.pwrite(handle, b"\0" * (4096 * 256), 0)
        os.fsync(handle)
        count, start = 0, time.monotonic()
        while time.monotonic() - start < seconds:
            os.pwrite(handle, block, (count % 256) * 4096)
            os.fdatasync(handle)
            count += 1
        return count / (time.monotonic() - start)
    finally:
        os.close(handle)
        os.unlink(path)


def spread(values):
    """Median, lowest and highest of the rounds, or None when there are none."""
    values = [value for value in values if value is not None]
    if not values:
        return None
    return {"median": statistics.median(values), "low": min(values), "high": max(values)}


def ratios(pairs):
    """Round by round, ours over the peer's: the two neighbours in time, not the two medians."""
    return spread([a["perSecond"] / b["perSecond"] for a, b in pairs if a and b and b["perSecond"]])


def shown(figure, digits=0):
    """`median (low–high)` for people."""
    if figure is None:
        return "–"
    number = lambda value: f"{value:,.{digits}f}"
    return f"{number(figure['median'])} ({number(figure['low'])}–{number(figure['high'])})"


def machine(folder):
    """What the figures were taken on. Nothing that names the machine or its owner."""
    model = platform.processor() or "unknown"
    if os.path.exists("/proc/cpuinfo"):
        with open("/proc/cpuinfo", encoding="utf-8") as text:
            names = [line.split(":", 1)[1].strip() for line in text if line.startswith("model name")]
            model = names[0] if names else model
    kind = subprocess.run(["stat", "-f", "-c", "%T", folder], capture_output=True, text=True, check=False)
    return {
        "cpu": model,
        "cores": os.cpu_count(),
        "system": platform.system() + " " + platform.release().split("-")[0],
        "filesystem": kind.stdout.strip() or "unknown",
        "loadAtStart": round(os.getloadavg()[0], 2),
    }


def now():
    """UTC, to the second."""
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def table(comparisons):
    """The comparisons as a Markdown table."""
    rows = [
        "| what | ours a second | peer a second | ratio | bar | p50 / p99 / max ms, ours | the same, peer | disk syncs a second |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for one in comparisons:
        bars = [f"≥ {one['bar']:g}"] if one["bar"] is not None else []
        bars += [f"no wait over {one['longestMs']} ms"] if one["longestMs"] else []
        bar = ", ".join(bars) or "–"
        if one["met"] is not None:
            bar += ", met" if one["met"] else ", **not met**"
        times = lambda side: " / ".join(
            "–" if one[side][key] is None else f"{one[side][key]['median']:,.2f}" for key in ("p50Ms", "p99Ms", "maxMs")
        )
        rows.append(
            f"| {one['name']}: {one['peerName']} | {shown(one['ours']['perSecond'])} | {shown(one['peer']['perSecond'])} "
            f"| {shown(one['ratio'], 2)} | {bar} | {times('ours')} | {times('peer')} | {shown(one['syncRate'])} |"
        )
    return "\n".join(rows)
