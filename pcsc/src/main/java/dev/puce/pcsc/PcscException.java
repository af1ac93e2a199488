package dev.puce.pcsc;

/// Reports a failed PC/SC function. The message names the attempt, the return code and a remedy. It never
/// contains bytes of commands or responses, which may be secret.
///
/// The exception is unchecked, because programs drive cards from lambdas, streams and `close()` methods. Callers
/// distinguish failures by [#code()], not by type.
public final class PcscException extends RuntimeException {
    private static final long serialVersionUID = 1;

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
        super(message(attempt, code));
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

    private static String message(String attempt, ReturnCode code) {
        var text = new StringBuilder("cannot ").append(attempt);
        text.append(": ").append(code);
        code.meaning().ifPresent(meaning -> text.append(", ").append(meaning));
        code.advice().ifPresent(advice -> text.append("; ").append(advice));
        return text.toString();
    }
}
