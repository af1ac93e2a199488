"""Lets programs take turns and compares them pair by pair.

Arguments: round trips per turn, rounds to warm up, rounds that count, then name=command for each program. A round is one
turn of each program, in an order that rotates. A program gets the number of round trips on its standard input and
answers with median, mean (nanoseconds) and bytes allocated. What disturbs the machine for longer than a round disturbs
all alike, so differences within a round are clearer than figures of one program: the table has the median of the turns'
medians, and the median of the differences to the first program in the same round with its 95 % interval.
"""
import shlex
import statistics
import subprocess
import sys


class Program:
    def __init__(self, name, command):
        self.name = name
        self.process = subprocess.Popen(
            shlex.split(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.medians = []
        self.means = []
        self.allocated = "-"

    def turn(self, count):
        self.process.stdin.write("%d\n" % count)
        self.process.stdin.flush()
        answer = self.process.stdout.readline().split()
        if len(answer) != 3:
            sys.exit("%s ended: %r" % (self.name, answer))
        return int(answer[0]) / 1e3, int(answer[1]) / 1e3, answer[2]


def interval(values):
    """The median and its 95 % interval, by order statistics."""
    ordered = sorted(values)
    half = 0.98 * len(ordered) ** 0.5
    low = max(0, int(len(ordered) / 2 - half))
    high = min(len(ordered) - 1, int(len(ordered) / 2 + half))
    return statistics.median(ordered), ordered[low], ordered[high]


def main():
    count, warm_up, rounds = map(int, sys.argv[1:4])
    programs = [Program(*argument.split("=", 1)) for argument in sys.argv[4:]]
    early = {}
    for number in range(-warm_up, rounds):
        shift = number % len(programs)
        for program in programs[shift:] + programs[:shift]:
            median, mean, allocated = program.turn(count)
            if number == -warm_up:
                early[program.name] = mean
            if number >= 0:
                program.medians.append(median)
                program.means.append(mean)
                program.allocated = allocated
    for program in programs:
        program.process.stdin.close()
        program.process.wait()
    first = programs[0]
    print("%-16s %10s %10s %10s   %-24s %6s %12s %12s" % (
        "us", "median", "best", "worst", "more than " + first.name, "wins", "first turn", "bytes/call"))
    for program in programs:
        differences = [mine - its for mine, its in zip(program.medians, first.medians)]
        more = "%+.2f (%+.2f to %+.2f)" % interval(differences)
        wins = sum(difference < 0 for difference in differences) / len(differences)
        print("%-16s %10.2f %10.2f %10.2f   %-24s %5.0f%% %12.2f %12s   mean %.3f" % (
            program.name, statistics.median(program.medians), min(program.medians), max(program.medians), more,
            100 * wins, early[program.name], program.allocated, statistics.median(program.means)))
    for one, other in [("native", "jdk"), ("socket", "jdk"), ("native", "C,threads"), ("pyscard", "native")]:
        pair = [[program for program in programs if program.name == name] for name in (one, other)]
        if all(pair):
            differences = [mine - its for mine, its in zip(pair[0][0].medians, pair[1][0].medians)]
            print("%s - %s: %+.2f us (%+.2f to %+.2f)" % ((one, other) + interval(differences)))


main()
