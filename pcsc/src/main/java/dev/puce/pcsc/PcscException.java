package dev.puce.pcsc;

/// Reports a failed PC/SC function. The message names the attempt, the return code and a remedy. It never
/// contains bytes of commands or responses, which may be secret.
///
/// The exception is unchecked, because programs drive cards from lambdas, streams and `close()` methods. Callers
/// distinguish failures by [#code()], not by type.
public final class PcscException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String attempt;
    private final transient Call call;
    private final int code;
    private final transient Result result;

    /// @param call   the failed call
    /// @param code   the return code
    /// @param result the result, [Result#NONE] if there is none
    public PcscException(Call call, ReturnCode code, Result result) {
        this(Attempt.describe(call), call, code, result);
    }

    /// Reports the failure of an operation with more than one call.
    ///
    /// @param attempt the operation, as it follows "cannot": `find a card within 10 s`
    /// @param call    the call that returned the code
    /// @param code    the return code
    /// @param result  the result, [Result#NONE] if there is none
    public PcscException(String attempt, Call call, ReturnCode code, Result result) {
        super(message(attempt, call, code));
        this.attempt = attempt;
        this.call = call;
        this.code = code.value();
        this.result = result;
    }

    /// Returns the failed call.
    public Call call() {
        return call;
    }

    /// Returns the return code.
    public ReturnCode code() {
        return new ReturnCode(code);
    }

    /// Returns the result, for example the required buffer size.
    public Result result() {
        return result;
    }

    /// Returns the message without the remedy, for a caller that knows a better one: `cannot list the readers:
    /// SCARD_E_NO_SERVICE (0x8010001D), the PC/SC service is not running or not reachable`.
    public String summary() {
        return summary(attempt, code());
    }

    private static String summary(String attempt, ReturnCode code) {
        return "cannot " + attempt + ": " + code
                + code.meaning().map(", "::concat).orElse("");
    }

    private static String message(String attempt, Call call, ReturnCode code) {
        return summary(attempt, code) + code.advice().map("; "::concat).orElse("") + alternative(call, code);
    }

    /// Only an exclusive connection can be made shared.
    private static String alternative(Call call, ReturnCode code) {
        boolean isExclusive =
                call instanceof Call.Connect connect && connect.shareMode().equals(ShareMode.EXCLUSIVE);
        return isExclusive && code.equals(ReturnCode.SHARING_VIOLATION) ? ", or connect shared" : "";
    }
}
