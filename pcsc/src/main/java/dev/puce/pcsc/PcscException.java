package dev.puce.pcsc;

/// A PC/SC function failed. The message says what was attempted, what came back and what to do about it; it never
/// contains bytes of commands or answers, which may be secret.
///
/// Unchecked, because cards are driven from lambdas, streams and `close()` methods; what a caller can do differently
/// depends on [#code()], not on a type.
public final class PcscException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Call call;
    private final int code;
    private final transient Result result;

    /// @param call   what was asked
    /// @param code   what came back
    /// @param result what came with the code, [Result#NONE] if nothing
    public PcscException(Call call, ReturnCode code, Result result) {
        this(Attempt.describe(call), call, code, result);
    }

    /// A failure of something that takes more than one call.
    ///
    /// @param attempt what was attempted, as it follows "cannot": `find a card within 10 s`
    /// @param call    the call that the code belongs to
    /// @param code    what came back
    /// @param result  what came with the code, [Result#NONE] if nothing
    public PcscException(String attempt, Call call, ReturnCode code, Result result) {
        super(message(attempt, code));
        this.call = call;
        this.code = code.value();
        this.result = result;
    }

    /// What was asked.
    public Call call() {
        return call;
    }

    /// The return code.
    public ReturnCode code() {
        return new ReturnCode(code);
    }

    /// What came with the code: for example the size that the answer needs.
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
