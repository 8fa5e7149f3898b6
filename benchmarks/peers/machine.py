# SPDX-License-Identifier: GPL-2.0-or-later
"""What the figures were measured on, without naming the machine or its folders."""

import datetime
import os
import platform
import subprocess


def first_line(*command, **options):
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)
        return done.stdout.strip().splitlines()[0] if done.returncode == 0 else ""
    except (OSError, IndexError):
        return ""


def value_of(path, key):
    try:
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                if line.startswith(key):
                    return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return ""


def describe(root):
    kib = value_of("/proc/meminfo", "MemTotal").split()
    return {
        "date": datetime.date.today().isoformat(),
        "commit": first_line("git", "rev-parse", "--short", "HEAD", cwd=root),
        "cpu": value_of("/proc/cpuinfo", "model name"),
        "cores": os.cpu_count(),
        "memory_gib": round(int(kib[0]) / 2**20, 1) if kib else None,
        "kernel": platform.release(),
        "compiler": first_line("cc", "--version"),
        "java": first_line("java", "-version"),
        "load_at_start": os.getloadavg()[0],
    }
