package dev.puce.trace.diff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// Finds what two sequences of numbers have in common, with the fewest differences (E. Myers, An O(ND) difference
/// algorithm, 1986).
///
/// Sequences that differ in very much are not searched to the end: the rest then counts as different as a
/// whole.
final class SequenceDiff {
    private static final int MAX_DIFFERENCES = 4000;

    /// A stretch that is equal, or that one or both sides have instead of each other.
    ///
    /// @param equal     whether both sides are equal
    /// @param leftFrom  first position on the left
    /// @param leftTo    position after the last on the left
    /// @param rightFrom first position on the right
    /// @param rightTo   position after the last on the right
    record Stretch(boolean equal, int leftFrom, int leftTo, int rightFrom, int rightTo) {}

    private final int[] left;
    private final int[] right;
    private final int prefix;
    private final int suffix;

    private SequenceDiff(int[] left, int[] right) {
        this.left = left;
        this.right = right;
        int shorter = Math.min(left.length, right.length);
        int equal = Arrays.mismatch(left, 0, shorter, right, 0, shorter);
        prefix = equal < 0 ? shorter : equal;
        int tail = 0;
        while (tail < shorter - prefix && left[left.length - 1 - tail] == right[right.length - 1 - tail]) {
            tail++;
        }
        suffix = tail;
    }

    /// The stretches from begin to end, equal and different ones in turn.
    static List<Stretch> of(int[] left, int[] right) {
        return new SequenceDiff(left, right).stretches();
    }

    private List<Stretch> stretches() {
        var matches = matches();
        var stretches = new ArrayList<Stretch>();
        int l = 0;
        int r = 0;
        int at = 0;
        while (at < matches.size()) {
            int begin = at;
            int[] first = matches.get(at);
            while (at + 1 < matches.size()
                    && matches.get(at + 1)[0] == matches.get(at)[0] + 1
                    && matches.get(at + 1)[1] == matches.get(at)[1] + 1) {
                at++;
            }
            if (first[0] > l || first[1] > r) {
                stretches.add(new Stretch(false, l, first[0], r, first[1]));
            }
            l = first[0] + at - begin + 1;
            r = first[1] + at - begin + 1;
            stretches.add(new Stretch(true, first[0], l, first[1], r));
            at++;
        }
        if (l < left.length || r < right.length) {
            stretches.add(new Stretch(false, l, left.length, r, right.length));
        }
        return stretches;
    }

    /// Pairs of equal positions in rising order.
    private List<int[]> matches() {
        var matches = new ArrayList<int[]>();
        for (int i = 0; i < prefix; i++) {
            matches.add(new int[] {i, i});
        }
        matches.addAll(middle());
        for (int i = suffix; i > 0; i--) {
            matches.add(new int[] {left.length - i, right.length - i});
        }
        return matches;
    }

    /// Equal pairs between common begin and common end: the furthest point on each diagonal for 0, 1, 2, ...
    /// differences, then the way back.
    private List<int[]> middle() {
        int n = left.length - prefix - suffix;
        int m = right.length - prefix - suffix;
        int limit = Math.min(n + m, MAX_DIFFERENCES);
        int[] furthest = new int[2 * limit + 3];
        int zero = limit + 1;
        var history = new ArrayList<int[]>();
        for (int d = 0; d <= limit; d++) {
            history.add(Arrays.copyOfRange(furthest, zero - d - 1, zero + d + 2));
            for (int k = -d; k <= d; k += 2) {
                boolean down = k == -d || (k != d && furthest[zero + k - 1] < furthest[zero + k + 1]);
                int x = down ? furthest[zero + k + 1] : furthest[zero + k - 1] + 1;
                int y = x - k;
                while (x < n && y < m && left[prefix + x] == right[prefix + y]) {
                    x++;
                    y++;
                }
                furthest[zero + k] = x;
                if (x >= n && y >= m) {
                    return wayBack(history, n, m);
                }
            }
        }
        return List.of();
    }

    private List<int[]> wayBack(List<int[]> history, int n, int m) {
        var pairs = new ArrayList<int[]>();
        int x = n;
        int y = m;
        for (int d = history.size() - 1; d >= 0; d--) {
            int[] furthest = history.get(d); // of d - 1 differences; diagonal k is at k + d + 1
            int k = x - y;
            boolean down = k == -d || (k != d && furthest[k - 1 + d + 1] < furthest[k + 1 + d + 1]);
            int previousK = down ? k + 1 : k - 1;
            int previousX = d == 0 ? 0 : furthest[previousK + d + 1];
            int previousY = d == 0 ? 0 : previousX - previousK;
            while (x > previousX && y > previousY && x > 0 && y > 0) {
                if (left[prefix + x - 1] != right[prefix + y - 1]) {
                    break;
                }
                x--;
                y--;
                pairs.add(new int[] {prefix + x, prefix + y});
            }
            x = previousX;
            y = previousY;
        }
        Collections.reverse(pairs);
        return pairs;
    }
}
