package dev.puce.diagnose.trace.rule;

/// Addresses for reports to the projects that puce meets most.
final class Upstream {
    static final String PCSC_LITE = "https://github.com/LudovicRousseau/PCSC/issues";
    static final String CCID = "https://github.com/LudovicRousseau/CCID/issues";
    static final String OPENSC = "https://github.com/OpenSC/OpenSC/issues";
    static final String GNUPG = "https://dev.gnupg.org";
    static final String APPLE = "https://feedbackassistant.apple.com";

    private Upstream() {}

    /// The address for reports about a program or the libraries that it usually uses.
    static String of(String program) {
        if (program.startsWith("scdaemon") || program.startsWith("gpg")) {
            return GNUPG;
        }
        if (program.startsWith("opensc") || program.startsWith("pkcs1") || program.startsWith("piv-tool")) {
            return OPENSC;
        }
        return "";
    }

    /// A sentence that asks for a report to the program's project.
    static String reportTo(String program) {
        String address = of(program);
        return "Report it to the authors of the program" + (address.isEmpty() ? "" : " at " + address)
                + ", with this diagnosis and the recording.";
    }
}
