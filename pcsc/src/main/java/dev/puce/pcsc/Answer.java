package dev.puce.pcsc;

/// The outcome of one call: the return code and the function's result.
///
/// A failed function usually has the result [Result#NONE]. There are two exceptions: [Result.BufferTooSmall]
/// gives the required size, and [Result.GetStatusChange] the states after a timeout.
///
/// @param code   the return code
/// @param result the result; if the function succeeded, the record with the call's name
public record Answer(ReturnCode code, Result result) {
    private static final Answer SUCCESS = new Answer(ReturnCode.SUCCESS, Result.NONE);

    /// Success of a function without a result.
    public static Answer success() {
        return SUCCESS;
    }

    /// Success with a result.
    public static Answer success(Result result) {
        return new Answer(ReturnCode.SUCCESS, result);
    }

    /// A return code without a result.
    public static Answer of(ReturnCode code) {
        return code.isSuccess() ? SUCCESS : new Answer(code, Result.NONE);
    }

    /// Returns the result of a call that succeeded.
    ///
    /// @param call the call, for the message
    /// @param type the result record of this call
    /// @throws PcscException if the function failed
    public <R extends Result> R expect(Call call, Class<R> type) {
        if (!code.isSuccess()) {
            throw new PcscException(call, code, result);
        }
        if (!type.isInstance(result)) {
            throw new IllegalStateException(call.function() + " returned the result of another function: "
                    + result.getClass().getSimpleName());
        }
        return type.cast(result);
    }
}
