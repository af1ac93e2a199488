package dev.puce.spy.relay;

/// Waiting for threads that end for certain.
final class Threads {
    private Threads() {}

    /// Waits for the end of a thread; an interruption is kept for later.
    static void join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
