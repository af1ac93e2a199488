package dev.puce.cli;

import dev.puce.cli.atr.AtrCommand;
import dev.puce.cli.decode.DecodeCommand;
import dev.puce.cli.demo.DemoCommand;
import dev.puce.cli.diagnose.DiagnoseCommand;
import dev.puce.cli.diagnose.DoctorCommand;
import dev.puce.cli.diagnose.ReportCommand;
import dev.puce.cli.diagnose.TestCommand;
import dev.puce.cli.fleet.FleetCommand;
import dev.puce.cli.help.CommandHelp;
import dev.puce.cli.help.CommandOverview.Task;
import dev.puce.cli.reader.ScanCommand;
import dev.puce.cli.reader.SendCommand;
import dev.puce.cli.service.CardCommand;
import dev.puce.cli.service.ReaderCommand;
import dev.puce.cli.service.ReplayCommand;
import dev.puce.cli.service.ServeCommand;
import dev.puce.cli.spy.SpyCommand;
import dev.puce.cli.trace.DiffCommand;
import dev.puce.cli.trace.ExportCommand;
import dev.puce.cli.trace.InfoCommand;
import dev.puce.cli.trace.RedactCommand;
import dev.puce.cli.trace.ShowCommand;
import dev.puce.cli.trace.SummaryCommand;
import dev.puce.cli.web.WebCommand;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The commands of puce, ordered by task.
final class Commands {
    /// Every command by name, in the order of `puce help`.
    static final Map<String, Entry> ALL = new LinkedHashMap<>();

    /// Commands that run a program: options end at the first argument that is not one, so that the program's own
    /// options stay its own.
    static final Set<String> OPTIONS_FIRST = Set.of("spy", "serve", "replay");

    private static final String START = "Start here:";
    private static final String TRACE = "See what programs do with cards:";
    private static final String UNDERSTAND = "Understand:";
    private static final String DRIVE = "Use readers and cards:";
    private static final String SIMULATE = "Simulate readers and cards:";
    private static final String SHELL = "Shell:";

    static {
        add(START, "demo", "a tour without hardware: service, card, spy", DemoCommand.class);
        add(START, "doctor", "check whether PC/SC works here", DoctorCommand.class);
        add(TRACE, "spy", "show the PC/SC calls of a program, or of all", SpyCommand.class);
        add(TRACE, "show", "show a recording or another tool's log", ShowCommand.class);
        add(TRACE, "diagnose", "find the failing call and the layer at fault", DiagnoseCommand.class);
        add(TRACE, "web", "show traces in the browser, live or from files", WebCommand.class);
        add(TRACE, "info", "show what a trace contains", InfoCommand.class);
        add(TRACE, "summary", "show where the time of a trace went", SummaryCommand.class);
        add(TRACE, "diff", "compare two traces", DiffCommand.class);
        add(TRACE, "export", "write a trace for another program", ExportCommand.class);
        add(TRACE, "report", "collect the facts for a bug report", ReportCommand.class);
        add(TRACE, "redact", "remove secrets and personal data", RedactCommand.class);
        add(TRACE, "fleet", "analyse recordings of many machines", FleetCommand.class);
        add(UNDERSTAND, "decode", "explain a command, response, TLV or status word", DecodeCommand.class);
        add(UNDERSTAND, "atr", "explain an ATR, identify the card, count lists", AtrCommand.class);
        add(DRIVE, "scan", "show readers and cards, live", ScanCommand.class);
        add(DRIVE, "send", "send commands to a card", SendCommand.class);
        add(DRIVE, "test", "try every PC/SC function once", TestCommand.class);
        add(SIMULATE, "serve", "a PC/SC service with virtual readers", ServeCommand.class);
        add(SIMULATE, "card", "put virtual cards into readers", CardCommand.class);
        add(SIMULATE, "reader", "readers of a running puce serve", ReaderCommand.class);
        add(SIMULATE, "replay", "answer from a recording", ReplayCommand.class);
        add(SHELL, "completion", "print the completion script of a shell", CompletionCommand.class);
    }

    private Commands() {}

    /// A command.
    ///
    /// @param name    the word that is typed
    /// @param task    the heading of the overview below which it stands
    /// @param purpose a few words for the overview
    /// @param type    the class with picocli's annotations
    record Entry(String name, String task, String purpose, Class<?> type) {}

    private static void add(String task, String name, String purpose, Class<?> type) {
        ALL.put(name, new Entry(name, task, purpose, type));
    }

    /// Returns the commands by task, for the overview.
    static List<Task> byTask() {
        return ALL.values().stream()
                .map(Entry::task)
                .distinct()
                .map(task -> new Task(
                        task,
                        ALL.values().stream()
                                .filter(entry -> entry.task().equals(task))
                                .map(entry -> new CommandHelp.Entry(entry.name(), entry.purpose()))
                                .toList()))
                .toList();
    }

    /// Returns the purpose of each command, in the order of `puce help`.
    static Map<String, String> purposes() {
        var purposes = new LinkedHashMap<String, String>();
        ALL.forEach((name, entry) -> purposes.put(name, entry.purpose()));
        return purposes;
    }
}
