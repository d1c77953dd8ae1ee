#!/usr/bin/env python3
"""Writes down which functions presetctl runs, one a line: those of its start first, then the others of a plan.

usage: order.py PROGRAM

The linker puts them next to each other, so that fewer pages of the program are needed. Takes a program that was not stripped, and
valgrind. A function that is new, or that another compiler calls something else, stands where it would without the list; so the list
need not be written anew for every change.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

import bench

HEAD = """# The order of functions in the program: those of its start, then the others of a plan. Written by `make order`.
"""


def functions(program, arguments, folder, environment=None):
    """The functions that a run calls, by the names that the linker knows."""
    calls = folder / "calls"
    command = ["valgrind", "--tool=callgrind", "--demangle=no", f"--callgrind-out-file={calls}", program, *map(str, arguments)]
    run = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    if run.returncode:
        sys.exit(run.stderr)
    # A name is written out where it is met first; each level of a function that calls itself has a name of its own.
    return {name.split("'")[0] for name in re.findall(r"^c?fn=\(\d+\) (.+)$", calls.read_text(), re.MULTILINE)}


def main():
    original = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        # valgrind cannot read what the compiler tells debuggers.
        program = folder / "presetctl"
        subprocess.run(["strip", "--strip-debug", "-o", program, original], check=True)
        start = functions(program, ["--version"], folder)
        bench.write_manifests(folder, 100)
        with bench.api(100) as api:
            plan = functions(program, ["plan", "--parallelism", bench.PARALLELISM], folder, bench.environment(api))
    own = {line.split()[-1] for line in subprocess.check_output(["nm", original], text=True).splitlines()}
    print(HEAD + "\n".join(sorted(start & own) + sorted((plan - start) & own)))


main()
