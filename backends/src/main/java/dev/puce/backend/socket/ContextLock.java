package dev.puce.backend.socket;

import dev.puce.pcsc.Answer;
import dev.puce.pcsc.ReturnCode;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// Runs the calls of one context one after the other, and handles interrupts.
///
/// If a thread is already interrupted, a call that may block is not started. It returns `SCARD_E_CANCELLED`, and
/// the connection stays usable. Short calls, which programs use for cleanup, still run.
final class ContextLock {
    /// Interval between retries, as in libpcsclite, in milliseconds.
    private static final long RETRY_MILLIS = 100;

    /// As in libpcsclite: with this variable, a call returns `SCARD_E_SHARING_VIOLATION` without retries.
    private static final boolean MAY_BLOCK = System.getenv("PCSCLITE_NO_BLOCKING") == null;

    private final ReentrantLock lock = new ReentrantLock();

    /// An exchange with the daemon, made while the lock is held.
    interface Exchange {
        Answer run() throws ConnectionFailure;
    }

    /// Runs a short call, even if the thread is interrupted.
    Answer uninterruptibly(Exchange exchange) {
        boolean interrupted = Thread.interrupted();
        lock.lock();
        try {
            return run(exchange);
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Runs a call that may block.
    Answer interruptibly(Exchange exchange) {
        if (!enter()) {
            return Answer.of(ReturnCode.CANCELLED);
        }
        try {
            return run(exchange);
        } finally {
            leave();
        }
    }

    /// Repeats a call while another program holds the card, unless the environment forbids it.
    Answer retrying(Exchange exchange) {
        return MAY_BLOCK ? retryingAlways(exchange) : interruptibly(exchange);
    }

    /// Repeats a call while another program holds the card. Other threads may make calls between the attempts.
    Answer retryingAlways(Exchange exchange) {
        Answer answer = interruptibly(exchange);
        while (answer.code().equals(ReturnCode.SHARING_VIOLATION)) {
            answer = sleep() ? interruptibly(exchange) : Answer.of(ReturnCode.CANCELLED);
        }
        return answer;
    }

    /// Sleeps until the next attempt; false if the thread was interrupted.
    boolean sleep() {
        try {
            Thread.sleep(RETRY_MILLIS);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Returns whether calls may wait for another program.
    boolean mayBlock() {
        return MAY_BLOCK;
    }

    /// Acquires the lock; false if the thread is interrupted.
    boolean enter() {
        try {
            lock.lockInterruptibly();
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void leave() {
        lock.unlock();
    }

    /// Acquires the lock if no call runs, or if the running call ends within 200 ms.
    boolean enterSoon() {
        boolean interrupted = Thread.interrupted();
        try {
            return lock.tryLock(200, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            interrupted = true;
            return false;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Answer run(Exchange exchange) {
        try {
            return exchange.run();
        } catch (ConnectionFailure e) {
            return Answer.of(e.code());
        }
    }
}
