package io.nioshare.provider.binding;

import java.lang.invoke.MethodHandle;

/**
 * A C function of integers and pointers. Whatever its own types, a call gives and takes {@code long}s, whose upper bits
 * a function of narrower types doesn't see and doesn't return; who calls casts the result.
 *
 * <p>A record, for whose components the JIT compiler takes the values that they have: a call through a
 * {@code static final} function is compiled to a call of just that function.
 *
 * @param handle takes as many {@code long}s as the function has parameters, and returns a {@code long}
 */
public record NativeFunction(MethodHandle handle) {

    public long call() {
        try {
            return (long) handle.invokeExact();
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    public long call(long a) {
        try {
            return (long) handle.invokeExact(a);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    public long call(long a, long b) {
        try {
            return (long) handle.invokeExact(a, b);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    public long call(long a, long b, long c) {
        try {
            return (long) handle.invokeExact(a, b, c);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    public long call(long a, long b, long c, long d) {
        try {
            return (long) handle.invokeExact(a, b, c, d);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    public long call(long a, long b, long c, long d, long e) {
        try {
            return (long) handle.invokeExact(a, b, c, d, e);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    public long call(long a, long b, long c, long d, long e, long f) {
        try {
            return (long) handle.invokeExact(a, b, c, d, e, f);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    public long call(long a, long b, long c, long d, long e, long f, long g) {
        try {
            return (long) handle.invokeExact(a, b, c, d, e, f, g);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    public long call(long a, long b, long c, long d, long e, long f, long g, long h) {
        try {
            return (long) handle.invokeExact(a, b, c, d, e, f, g, h);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    public long call(long a, long b, long c, long d, long e, long f, long g, long h, long i) {
        try {
            return (long) handle.invokeExact(a, b, c, d, e, f, g, h, i);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    public long call(long a, long b, long c, long d, long e, long f, long g, long h, long i, long j) {
        try {
            return (long) handle.invokeExact(a, b, c, d, e, f, g, h, i, j);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    public long call(long a, long b, long c, long d, long e, long f, long g, long h, long i, long j, long k) {
        try {
            return (long) handle.invokeExact(a, b, c, d, e, f, g, h, i, j, k);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    static RuntimeException unexpected(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        // A C function throws nothing that is checked.
        return (RuntimeException) thrown;
    }
}
