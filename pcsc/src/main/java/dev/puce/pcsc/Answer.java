package dev.puce.pcsc;

/// What came back of one call: the return code, and what the function returned besides.
///
/// A failed function usually returns [Result#NONE] besides its code. Two tell more: [Result.BufferTooSmall] the size
/// that was needed, [Result.GetStatusChange] the states in spite of a time-out.
///
/// @param code   the return code
/// @param result what came with it; of the record with the call's name if the function succeeded
public record Answer(ReturnCode code, Result result) {
    private static final Answer SUCCESS = new Answer(ReturnCode.SUCCESS, Result.NONE);

    /// Success of a function that returns nothing besides.
    public static Answer success() {
        return SUCCESS;
    }

    /// Success with a result.
    public static Answer success(Result result) {
        return new Answer(ReturnCode.SUCCESS, result);
    }

    /// A code and nothing besides.
    public static Answer of(ReturnCode code) {
        return code.isSuccess() ? SUCCESS : new Answer(code, Result.NONE);
    }

    /// The result of a call that succeeded.
    ///
    /// @param call what was asked, for the message
    /// @param type the record that this call returns
    /// @throws PcscException if the function failed
    public <R extends Result> R expect(Call call, Class<R> type) {
        if (!code.isSuccess()) {
            throw new PcscException(call, code, result);
        }
        if (!type.isInstance(result)) {
            throw new IllegalStateException(call.function() + " was answered with a result of another function: "
                    + result.getClass().getSimpleName());
        }
        return type.cast(result);
    }
}
