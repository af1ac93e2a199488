package dev.puce.backend.socket;

import dev.puce.pcsc.Answer;
import dev.puce.pcsc.ReturnCode;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// Runs the calls of one context one after the other, and decides what an interrupt does to them.
///
/// A call that may block for long is not begun by a thread that is interrupted already; it ends with
/// `SCARD_E_CANCELLED`, and the connection lives. The short ones, with which programs clean up, are done all the same.
final class ContextLock {
    /// How long libpcsclite waits before it tries again, in milliseconds.
    private static final long RETRY_MILLIS = 100;

    /// As libpcsclite: with this variable a call returns `SCARD_E_SHARING_VIOLATION` at once.
    private static final boolean MAY_BLOCK = System.getenv("PCSCLITE_NO_BLOCKING") == null;

    private final ReentrantLock lock = new ReentrantLock();

    /// What is done while the lock is held.
    interface Exchange {
        Answer run() throws ConnectionFailure;
    }

    /// Runs a call that cannot block for long, whether the thread is interrupted or not.
    Answer undisturbed(Exchange exchange) {
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

    /// Runs a call again and again while another program holds the card, unless the environment forbids it.
    Answer patiently(Exchange exchange) {
        return MAY_BLOCK ? patientlyEvenIfForbidden(exchange) : interruptibly(exchange);
    }

    /// Runs a call again and again while another program holds the card. Other threads have their turn in between.
    Answer patientlyEvenIfForbidden(Exchange exchange) {
        Answer answer = interruptibly(exchange);
        while (answer.code().equals(ReturnCode.SHARING_VIOLATION)) {
            answer = sleep() ? interruptibly(exchange) : Answer.of(ReturnCode.CANCELLED);
        }
        return answer;
    }

    /// Sleeps until it is time to try again; false if the thread was interrupted.
    boolean sleep() {
        try {
            Thread.sleep(RETRY_MILLIS);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Whether calls may wait for another program.
    boolean mayBlock() {
        return MAY_BLOCK;
    }

    /// Takes the lock; false if the thread is interrupted.
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

    /// Takes the lock if no call runs, or the one that does ends within a fifth of a second.
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
