#!/usr/bin/env python3
"""Makes the recordings of the corpus of puce diagnose, with real programs, puce's service and puce spy.

    make_corpus.py [NAME...]       all situations of corpus.tsv, or the named ones

The column `card` of corpus.tsv says what is in the reader:

    KIND                 a card of `puce card list`
    none                 no card
    vpcd RULE...         card.py with these rules; `atr=HEX` replaces its ATR
    pcscd RULE...        the same with pcscd and the driver of vpcd instead of puce's service

The column `script` is a script of bash. `alpha` and `beta` are programs that do the steps of steps.c. $DAEMON is the
process of the service, $DIRECT its socket, which the spy does not see.

Needs cc, libpcsclite-dev, opensc, gnupg, yubico-piv-tool and openssh-client. For pcscd: pcscd, vsmartcard-vpcd, and root.
"""
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CORPUS = ROOT / "diagnose/src/test/resources/dev/puce/diagnose/trace/corpus"
PUCE = os.environ.get("PUCE", str(ROOT / "puce"))
ATR = "3B80800101"
READER = "Corpus Reader"
VPCD = "/usr/lib/pcsc/drivers/serial/libifdvpcd.so"


def wait_for(path):
    end = time.monotonic() + 60
    while not path.exists():
        if time.monotonic() > end:
            raise TimeoutError(path)
        time.sleep(0.02)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def pcscd(folder, port):
    """The command of a pcscd with a virtual reader. In its mount namespace, /run/pcscd is the folder of the socket."""
    run = folder / "run"
    run.mkdir()
    configuration = folder / "reader.conf"
    configuration.write_text(
        f'FRIENDLYNAME "Virtual PCD"\nDEVICENAME /dev/null:0x{port:04X}\nLIBPATH {VPCD}\nCHANNELID 0x{port:04X}\n')
    script = 'mount -t tmpfs none /run && mkdir /run/pcscd && mount --bind "$1" /run/pcscd && exec "$2" -f -c "$3"'
    return (["unshare", "--mount", "sh", "-c", script, "sh", run, shutil.which("pcscd"), configuration],
            run / "pcscd.comm")


def service(folder, card):
    """Starts the service with its card. Returns the processes, the service first, and the socket."""
    where = folder / "service.comm"
    kind, *rules = card.split()
    command = [PUCE, "serve", "--listen", str(where)]
    port = free_port()
    if kind == "pcscd":
        command, where = pcscd(folder, port)
    elif kind == "vpcd":
        command += ["--vpcd", str(port)]
    else:
        command += ["--reader", READER] + (["--card", kind] if kind != "none" else [])
    processes = [subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=(folder / "service.log").open("w"))]
    wait_for(where)
    if kind in ("vpcd", "pcscd"):
        atr = next((rule[4:] for rule in rules if rule.startswith("atr=")), ATR)
        rules = [rule for rule in rules if not rule.startswith("atr=")]
        ready = folder / "ready"
        processes.append(subprocess.Popen([sys.executable, str(HERE / "card.py"), str(port), str(ready), atr, *rules]))
        wait_for(ready)
    return processes, where


def sanitized(folder, recording):
    """The recording without names of this machine and of the temporary folder."""
    text = recording.read_text().replace(str(folder), "/tmp/corpus")
    text = re.sub(re.escape(str(ROOT)) + r"(/target/app-\d+)?", "/opt/puce", text)
    lines = re.sub(r"/usr/lib/jvm/[^/\"]+", "/opt/jdk", text).splitlines()
    header = json.loads(lines[0])
    if "host" in header:
        header["host"] = "host"
    return "\n".join([json.dumps(header, ensure_ascii=False, separators=(",", ":")), *lines[1:]]) + "\n"


def make(name, card, script, programs):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="corpus"))
    processes = []
    try:
        processes, direct = service(folder, card)
        spied = folder / "spy.comm"
        recording = folder / "trace.jsonl"
        spy = subprocess.Popen(
            [PUCE, "spy", "-q", "--listen", str(spied), "--socket", str(direct), "-o", str(recording)],
            stderr=(folder / "spy.log").open("w"))
        processes.insert(0, spy)
        wait_for(spied)
        environment = dict(
            os.environ,
            PATH=f"{programs}:{os.environ['PATH']}",
            PCSCLITE_CSOCK_NAME=str(spied),
            DIRECT=str(direct),
            DAEMON=str(processes[1].pid),
            PUCE=PUCE,
            GNUPGHOME=str(folder / "gnupg"),
            LC_ALL="C.UTF-8")
        (folder / "gnupg").mkdir(mode=0o700)
        (folder / "gnupg/scdaemon.conf").write_text("disable-ccid\n")
        with (folder / "output").open("w") as output:
            done = subprocess.run(
                ["bash", "-c", script], cwd=folder, env=environment, timeout=40, stdout=output, stderr=output)
        subprocess.run(["gpgconf", "--kill", "all"], env=environment, stderr=subprocess.DEVNULL)
        time.sleep(0.3)
        spy.send_signal(signal.SIGINT)
        spy.wait(30)
        (CORPUS / f"{name}.jsonl").write_text(sanitized(folder, recording))
        print(f"{name}: status {done.returncode}, {len(recording.read_text().splitlines()) - 1} calls", flush=True)
    finally:
        for process in processes:
            process.kill()
            process.wait()
        shutil.rmtree(folder)


def main():
    CORPUS.mkdir(parents=True, exist_ok=True)
    programs = pathlib.Path(tempfile.mkdtemp(prefix="programs"))
    try:
        for program in ("alpha", "beta"):
            subprocess.run(
                ["cc", "-O1", "-Wall", "-I/usr/include/PCSC", "-o", programs / program, HERE / "steps.c", "-lpcsclite"],
                check=True)
        for line in (CORPUS.parent / "corpus.tsv").read_text().splitlines():
            if line and not line.startswith("#"):
                name, _, _, _, _, card, script, *_ = line.split("\t")
                if len(sys.argv) == 1 or name in sys.argv[1:]:
                    try:
                        make(name, card, script, programs)
                    except (subprocess.TimeoutExpired, TimeoutError) as failure:
                        print(f"{name}: {failure}")
    finally:
        shutil.rmtree(programs)


main()
