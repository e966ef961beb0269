"""The two sides of every comparison, each started, driven and stopped by the id of its own process.

PostgreSQL and Redis are Debian's, with the durability of our store: every acknowledged change is on the disk.
Each has a throwaway data folder beside ours and a Unix socket; nothing listens on a port but the two webhook
receivers, on loopback. Deliberately absent: rounds and ratios, which are run.py and figures.py.
"""

import glob
import json
import os
import pwd
import shutil
import signal
import subprocess
import threading

HERE = os.path.dirname(os.path.abspath(__file__))
SECRET = "bench-hook-secret-of-32-characters"


class Refused(Exception):
    """A side that cannot run here, and why."""


def run(command, **more):
    """Runs a command to its end and gives back what it printed; raises with its last words when it fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, **more)
    if done.returncode != 0:
        raise Refused(f"{command[0]} ended with {done.returncode}: {(done.stderr or done.stdout).strip()[-300:]}")
    return done.stdout


def stop(process, how=signal.SIGTERM):
    """Ends a process that we started and waits for it."""
    if process and process.poll() is None:
        process.send_signal(how)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def first_json_line(process, what):
    """The first JSON line of a server's output: the sign that it is ready. What follows is read and dropped."""
    for line in process.stdout:
        if line.startswith("{"):
            threading.Thread(target=process.stdout.read, daemon=True).start()
            return json.loads(line)
    raise Refused(f"{what} ended before it was ready")


class Postgres:
    """A cluster of its own, as an unprivileged user (PostgreSQL refuses to run as root)."""

    def __init__(self, folder):
        found = sorted(glob.glob("/usr/lib/postgresql/*/bin/pgbench"))
        if not found:
            raise Refused("PostgreSQL is not installed")
        self.bin = os.path.dirname(found[-1])
        self.home = os.path.join(folder, "postgres")
        os.mkdir(self.home, 0o700)
        self.prefix = []
        if os.geteuid() == 0:
            user = pwd.getpwnam("postgres")
            os.chown(self.home, user.pw_uid, user.pw_gid)
            self.prefix = ["runuser", "-u", "postgres", "--"]
        data = os.path.join(self.home, "data")
        self._call("initdb", "-D", data, "-A", "trust", "-U", "bench", "-E", "UTF8", "--no-locale")
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": self.home,
            "fsync": "on",
            "synchronous_commit": "on",
            "full_page_writes": "on",
            "shared_buffers": "256MB",
            "max_connections": "120",
            "max_wal_size": "4GB",
            "checkpoint_timeout": "30min",
            "autovacuum": "off",
        }
        flags = " ".join(f"-c {key}={value or chr(39) * 2}" for key, value in settings.items())
        self.control = lambda *args: self._call("pg_ctl", "-D", data, "-w", *args)
        self.control("-o", flags, "-l", os.path.join(self.home, "log"), "start")
        self.version = self._sql("SHOW server_version").strip().split()[0]
        self._call("createdb", "-h", self.home, "-U", "bench", "bench")
        self.settings = settings

    def _call(self, program, *args):
        return run([*self.prefix, os.path.join(self.bin, program), *args], cwd=self.home)

    def _sql(self, text, database="postgres"):
        return self._call("psql", "-h", self.home, "-U", "bench", "-d", database, "-qAt", "-v", "ON_ERROR_STOP=1", "-c", text)

    def _file(self, name):
        # The server's user need not be able to read the checkout.
        copy = os.path.join(self.home, name)
        shutil.copyfile(os.path.join(HERE, "postgres", name), copy)
        os.chmod(copy, 0o644)
        return copy

    def claims(self, callers, seconds, script="claim.sql"):
        """Claims a second, with every transaction's own time, by one of the scripts in postgres/."""
        self._sql("DROP TABLE IF EXISTS slot, outbox", "bench")
        self._call("psql", "-h", self.home, "-U", "bench", "-d", "bench", "-q", "-f", self._file("schema.sql"))
        self._sql("CHECKPOINT", "bench")
        for old in glob.glob(os.path.join(self.home, "times.*")):
            os.unlink(old)
        script = self._file(script)
        self._call(
            "pgbench", "-h", self.home, "-U", "bench", "-n", "-M", "prepared", "-f", script, "-T", str(seconds),
            "-c", str(callers), "-j", str(min(callers, 2)), "-D", "n=0", "-D", f"span={100_000 // callers}",
            "-l", "--log-prefix", os.path.join(self.home, "times"), "bench",
        )
        times = []
        for name in glob.glob(os.path.join(self.home, "times.*")):
            with open(name, encoding="ascii") as lines:
                times += [int(line.split()[2]) / 1000 for line in lines]
        times.sort()
        won = int(self._sql("SELECT count(*) FROM outbox", "bench"))
        at = lambda share: times[min(len(times) - 1, int(len(times) * share))]
        return {
            "perSecond": len(times) / seconds, "p50Ms": at(0.5), "p99Ms": at(0.99), "maxMs": times[-1],
            "ok": won, "refused": len(times) - won,
        }

    def close(self):
        self.control("-m", "immediate", "stop")


class Claims:
    """Our own writer, the raw SQLite loop and the plain database: one example binary of the product."""

    def __init__(self, binary, folder):
        if not os.path.exists(binary):
            raise Refused(f"{os.path.basename(binary)} is not built")
        self.binary, self.folder = binary, folder

    def claims(self, mode, callers, seconds, slots=100_000):
        data = os.path.join(self.folder, "claims")
        shutil.rmtree(data, ignore_errors=True)
        os.mkdir(data, 0o700)
        printed = run([
            self.binary, "--data", data, "--mode", mode, "--callers", str(callers),
            "--slots", str(slots), "--seconds", str(seconds), "--json",
        ])
        return json.loads(printed.strip().splitlines()[-1])


class Fastify:
    """Fastify in one node process, and Redis that syncs its log before it answers."""

    name = "Fastify 5 and Redis, appendfsync always"
    clinic = "bench"
    also_header = False

    def __init__(self, folder):
        for needed in ("redis-server", "redis-cli", "node"):
            if not shutil.which(needed):
                raise Refused(f"{needed} is not installed")
        if not os.path.isdir(os.path.join(HERE, "fastify", "node_modules")):
            raise Refused("bench/fastify has no node_modules; script/setup bench installs them")
        home = os.path.join(folder, "redis")
        os.mkdir(home, 0o700)
        socket = os.path.join(home, "socket")
        self.redis = subprocess.Popen(
            ["redis-server", "--port", "0", "--unixsocket", socket, "--dir", home, "--save", "",
             "--appendonly", "yes", "--appendfsync", "always"],
            stdout=subprocess.DEVNULL,
        )
        self.node = None
        try:
            waiting = threading.Event()
            for _ in range(100):
                if os.path.exists(socket):
                    break
                waiting.wait(0.05)
            self.cli = lambda *args: run(["redis-cli", "-s", socket, *args])
            if self.cli("config", "get", "appendfsync").split() != ["appendfsync", "always"]:
                raise Refused("Redis did not take appendfsync always")
            self.node = subprocess.Popen(
                ["node", "server.js"], cwd=os.path.join(HERE, "fastify"), stdout=subprocess.PIPE, text=True,
                env={**os.environ, "NODE_ENV": "production", "HOOK_SECRET": SECRET, "REDIS_SOCKET": socket},
            )
            self.url = first_json_line(self.node, "Fastify")["hooks"]
        except BaseException:
            self.close()
            raise
        self.secret = SECRET

    def stored(self):
        """How many deliveries it keeps."""
        return int(self.cli("dbsize"))

    def close(self):
        stop(self.node)
        stop(self.redis)


class Appliance:
    """`callwaiting serve` with one practice clinic, driven through its hooks listener."""

    name = "callwaiting"
    clinic = "bench"

    def __init__(self, binary, folder):
        if not os.path.exists(binary):
            raise Refused(f"{os.path.basename(binary)} is not built")
        data = os.path.join(folder, "appliance")
        key = os.path.join(folder, "appliance.key")
        made = run([binary, "clinic", "create", "--data", data, "--id", self.clinic, "--name", "Bench", "--practice",
                    "--key-file", key])
        self.secret = json.loads(made.strip().splitlines()[-1])["hookSecret"]
        # The same proof as the peer's: a keyed digest of the whole delivery, nothing cheaper.
        auth = os.path.join(folder, "auth.json")
        with open(auth, "w", encoding="utf-8") as file:
            json.dump([{"kind": "hmac", "algorithm": "sha256", "secretKey": self.secret}], file)
        run([binary, "setting", "set", "hook-auth", "--data", data, "--clinic", self.clinic, "--key-file", key,
             "--file", auth])
        self.also_header = False
        self.process = subprocess.Popen(
            [binary, "serve", "--data", data, "--api", "127.0.0.1:0", "--hooks", "127.0.0.1:0", "--key-file", key],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )
        self.url = first_json_line(self.process, "callwaiting")["hooks"]

    def close(self):
        stop(self.process)


def drive(side, folder, seconds, connections=32, count=150_000):
    """Posts signed bodies at a receiver for some seconds. Fresh ids each time, so that nothing is a repeat by accident."""
    if not shutil.which("wrk"):
        raise Refused("wrk is not installed")
    bodies = os.path.join(folder, "bodies")
    os.makedirs(bodies, exist_ok=True)
    run(["node", os.path.join(HERE, "webhook", "bodies.mjs"), bodies, str(count)],
        env={**os.environ, "HOOK_SECRET": side.secret})
    url = f"{side.url}/hooks/{side.clinic}/vapi"
    extra = [side.secret] if side.also_header else []
    before = side.stored() if hasattr(side, "stored") else None
    printed = run(["wrk", "-t2", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s",
                   "-s", os.path.join(HERE, "webhook", "drive.lua"), url, "--", bodies, *extra])
    figure = json.loads(printed.strip().splitlines()[-1])
    if figure["ok"] + figure["refused"] > count:
        raise Refused("the signed ids ran out: some deliveries were repeats")
    if before is not None and side.stored() - before < figure["ok"]:
        raise Refused("it answered more deliveries than it stored")
    if figure["broken"] or figure["refused"]:
        raise Refused(f"{figure['refused']} deliveries were refused and {figure['broken']} broke off")
    return figure
