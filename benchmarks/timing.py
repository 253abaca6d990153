"""Durations: percentiles, the stages inside a request, and what the machine is."""

import os
import platform
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

MILLISECONDS = 1000.0


@dataclass
class Sample:
    """Wall and CPU time of the same calls, in milliseconds."""

    wall_ms: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)

    @contextmanager
    def one(self) -> Iterator[None]:
        """Time one call."""
        cpu, wall = time.process_time(), time.perf_counter()
        yield
        self.wall_ms.append((time.perf_counter() - wall) * MILLISECONDS)
        self.cpu_ms.append((time.process_time() - cpu) * MILLISECONDS)

    def summary(self) -> dict[str, float]:
        """Return count, p50 and p99 of wall time, p50 of CPU time."""
        return {
            "count": len(self.wall_ms),
            "p50_ms": float(np.percentile(self.wall_ms, 50)),
            "p99_ms": float(np.percentile(self.wall_ms, 99)),
            "cpu_p50_ms": float(np.percentile(self.cpu_ms, 50)),
        }


class Stages:
    """Times named functions by wrapping them where their callers look them up."""

    def __init__(self, places: Sequence[tuple[str, str]]) -> None:
        self._places = places
        self.spent_ms: dict[str, list[float]] = {name: [] for _, name in places}

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Wrap while the block runs."""
        before = []
        for where, name in self._places:
            owner = _owner(where)
            if not hasattr(owner, name):
                print(f"no stage {name} in {where}: give it its new name")
                continue
            before.append((owner, name, getattr(owner, name)))
            setattr(owner, name, self._timed(name, getattr(owner, name)))
        yield
        for owner, name, original in before:
            setattr(owner, name, original)

    def per_request(self, requests: int) -> dict[str, float]:
        """Return mean milliseconds a request by function; nested ones are counted in both."""
        return {name: sum(spent) / requests for name, spent in self.spent_ms.items() if spent}

    def _timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*args: Any, **kwargs: Any) -> Any:
            start = time.perf_counter()
            try:
                return function(*args, **kwargs)
            finally:
                self.spent_ms[name].append((time.perf_counter() - start) * MILLISECONDS)

        return timed


def _owner(where: str) -> Any:
    """Return a module, or the class inside one (`module:Class`)."""
    module, _, name = where.partition(":")
    found = import_module(module)
    return getattr(found, name) if name else found


def use_one_core(number: int = -1) -> None:
    """Keep this process on one core of those it may use."""
    allowed = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {allowed[number]})


def memory_mb(process_id: int | str = "self") -> float:
    """Return the resident memory of a process."""
    for line in Path(f"/proc/{process_id}/status").read_text("utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return float("nan")


def machine() -> dict[str, Any]:
    """Return what the figures were measured on."""
    cpu = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        if line.startswith("model name")
    ]
    memory = Path("/proc/meminfo").read_text("utf-8").splitlines()[0].split()[1]
    return {
        "processor": cpu[0] if cpu else platform.processor(),
        "cores": os.cpu_count(),
        "memory_gib": round(int(memory) / 1024**2, 1),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "nice": os.getpriority(os.PRIO_PROCESS, 0),
        "load_average": round(os.getloadavg()[0], 1),
    }
