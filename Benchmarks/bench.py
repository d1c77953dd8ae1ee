#!/usr/bin/env python3
"""Compares presetctl with curl, which fetches the same URLs from the same server in the same run.

usage: bench.py PROGRAM [--runs N] [--sizes N,N…]

Prints a Markdown table of medians. Stops with an error if a run sends an unexpected request or finds a change.
"""
import argparse
import contextlib
import dataclasses
import json
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

import server

PARALLELISM = 10


@dataclasses.dataclass(frozen=True)
class Sample:
    """The cost of one run, in seconds and megabytes."""

    wall: float
    processor: float
    memory: float
    output: str = ""

    @staticmethod
    def median(samples):
        fields = ("wall", "processor", "memory")
        return Sample(*(statistics.median(getattr(sample, field) for sample in samples) for field in fields))


def measure(command, folder, environment=None, weighs=True):
    """Runs a command. Its memory is measured by a small intermediate process, because a child process starts with the peak of its
    parent. This takes a millisecond; pass weighs=False for commands that take less than ten."""
    peak = folder / "peak"
    scale = ["/usr/bin/time", "-q", "-f", "%M", "-o", peak] if weighs else []
    with open(folder / "output", "wb+") as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            [*scale, *map(str, command)],
            cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read().decode(errors="replace")
    if process.returncode:
        sys.exit(f"{' '.join(map(str, command))} exited with {process.returncode}:\n{text[-2000:]}")
    return Sample(wall, usage.ru_utime + usage.ru_stime, int(peak.read_text()) / 1000 if weighs else 0, text)


class API:
    """The server in a separate process."""

    def __init__(self, count, latency):
        script = pathlib.Path(server.__file__)
        self.process = subprocess.Popen(
            [sys.executable, script, str(count)], stdout=subprocess.PIPE, env=os.environ | {"LATENCY": str(latency)})
        self.address = f"http://127.0.0.1:{int(self.process.stdout.readline())}"

    def get(self, path):
        with urllib.request.urlopen(self.address + path) as answer:
            return json.load(answer)

    def usage(self):
        """Returns the requests since the last call, and the total processor time."""
        usage = self.get("/-/usage")
        return usage["requests"], usage["seconds"]


@contextlib.contextmanager
def api(count, latency=0.0):
    running = API(count, latency)
    try:
        yield running
    finally:
        running.process.kill()
        running.process.wait()


def environment(api):
    """Returns the variables for presetctl, without those of this machine."""
    return {
        "PATH": os.environ["PATH"], "CLOUDFLARE_API_TOKEN": "bench-token-0123456789", "CLOUDFLARE_ACCOUNT_ID": "account",
        "REALTIMEKIT_APP_ID": "app", "CLOUDFLARE_BASE_URL": api.address}


def yaml(value, indent=""):
    """Yields a manifest of about 2 KB, formatted as a person would."""
    for key, member in value.items():
        key = json.dumps(key) if key.isdigit() else key
        if isinstance(member, dict) and member:
            yield f"{indent}{key}:\n"
            yield from yaml(member, indent + "  ")
        else:
            yield f"{indent}{key}: {json.dumps(member)}\n"


def write_manifests(folder, count):
    manifests = folder / "presets"
    shutil.rmtree(manifests, ignore_errors=True)
    manifests.mkdir()
    for number in range(count):
        (manifests / f"{server.name(number)}.yaml").write_text("".join(yaml(server.body(number))))


def curl(urls, folder, parallelism, bodies=None):
    """Returns the curl command that fetches the URLs, or posts one body to each."""
    posts = [f'data-binary = "@{path}"' for path in bodies or []]
    lines = []
    for index, url in enumerate(urls):
        lines += (["next"] if posts and index else []) + [f'url = "{url}"', 'output = "/dev/null"', "silent"]
        lines += ['header = "Authorization: Bearer bench-token-0123456789"'] if posts or not index else []
        lines += [posts[index], 'header = "Content-Type: application/json"'] if posts else []
    config = folder / f"curl-{len(urls)}-{bool(bodies)}"
    config.write_text("\n".join(lines))
    return ["curl", "--fail", "--parallel", "--parallel-max", parallelism, "--config", config]


class Table:
    """A table whose rows are printed immediately."""

    def __init__(self):
        print("| work | requests | wall | processor | peak memory | curl: wall | curl: processor | wall ÷ curl | server: processor |")
        print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |", flush=True)

    def row(self, work, requests, sample, floor=None, busy=None):
        cells = [work, requests or "", f"{seconds(sample.wall)}", seconds(sample.processor), f"{sample.memory:.0f} MB"]
        if floor:
            cells += [seconds(floor.wall), seconds(floor.processor), f"{sample.wall / floor.wall:.2f}", seconds(busy)]
        print("| " + " | ".join(map(str, cells + [""] * (9 - len(cells)))) + " |", flush=True)


def seconds(value):
    return f"{value * 1000:.1f} ms" if value < 0.1 else f"{value * 1000:.0f} ms" if value < 1 else f"{value:.2f} s"


def bench_plan(table, program, folder, runs, count, latency=0.0, parallelism=PARALLELISM):
    write_manifests(folder, count)
    with api(count, latency) as running:
        paths = server.reads(count)
        floor_command = curl([running.address + path for path in paths], folder, parallelism)
        command = [
            program, "plan", "--detailed-exitcode", "--rate-limit", "off", "--parallelism", parallelism]
        samples, floors, busy = [], [], []
        for _ in range(runs):
            floors.append(measure(floor_command, folder))
            before = running.usage()[1]
            samples.append(measure(command, folder, environment(running)))
            requests, after = running.usage()
            busy.append(after - before)
            if requests != len(paths):
                sys.exit(f"a plan of {count} presets sent {requests} requests, expected {len(paths)}")
    work = f"plan of {count:,} presets, nothing to do"
    if latency:
        work += f", {latency * 1000:.0f} ms latency, {parallelism} at once"
    table.row(work, len(paths), Sample.median(samples), Sample.median(floors), statistics.median(busy))


def bench_apply(table, program, folder, runs, count):
    write_manifests(folder, count)
    bodies = []
    for number in range(count):
        bodies.append(folder / f"{server.name(number)}.json")
        bodies[-1].write_text(json.dumps(server.body(number), separators=(",", ":")))
    with api(0) as running:
        posts = curl([running.address + server.PATH] * count, folder, PARALLELISM, bodies)
        gets = curl([running.address + path for path in server.reads(count)[len(server.pages(count)) :]], folder, PARALLELISM)
        samples, floors, busy, counts = [], [], [], set()
        for _ in range(runs):
            running.get("/-/forget")
            halves = [measure(posts, folder), measure(gets, folder)]
            floors.append(Sample(*(sum(getattr(half, field) for half in halves) for field in ("wall", "processor", "memory"))))
            running.get("/-/forget")
            before = running.usage()[1]
            samples.append(measure([program, "apply", "--auto-approve", "--rate-limit", "off"], folder, environment(running)))
            requests, after = running.usage()
            counts.add(requests)
            busy.append(after - before)
        if len(counts) > 1:
            sys.exit(f"the same apply sent different numbers of requests: {sorted(counts)}")
    table.row(f"apply of {count:,} creates", counts.pop(), Sample.median(samples), Sample.median(floors), statistics.median(busy))


def main():
    options = argparse.ArgumentParser(usage=__doc__.split("usage: ")[1].splitlines()[0])
    options.add_argument("program", type=lambda path: pathlib.Path(path).resolve())
    options.add_argument("--runs", type=int, default=15)
    options.add_argument("--sizes", default="10,100,1000,10000")
    given = options.parse_args()
    program, runs = given.program, given.runs
    sizes = [int(size) for size in given.sizes.split(",")]
    model = next((line.split(": ")[1] for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.machine())
    commit = subprocess.run(["git", "describe", "--always", "--dirty"], capture_output=True, text=True).stdout.strip()
    load = os.getloadavg()[0]
    print(f"{commit} on {model.strip()}, {os.cpu_count()} cores, Linux {platform.release()}; medians of {runs} runs; load before: {load:.1f}\n")
    table = Table()
    with tempfile.TemporaryDirectory() as path:
        folder = pathlib.Path(path)
        timed, weighed = (
            Sample.median([measure([program, "--version"], folder, weighs=weighs) for _ in range(4 * runs)])
            for weighs in (False, True))
        table.row("`--version`", None, dataclasses.replace(timed, memory=weighed.memory))
        write_manifests(folder, max(sizes))
        validations = [measure([program, "validate"], folder) for _ in range(runs)]
        table.row(f"validate of {max(sizes):,} manifests", None, Sample.median(validations))
        for count in sizes:
            bench_plan(table, program, folder, runs, count)
        if 1000 in sizes:
            bench_plan(table, program, folder, runs, 1000, latency=0.05, parallelism=32)
            bench_apply(table, program, folder, runs, 1000)


if __name__ == "__main__":
    main()
