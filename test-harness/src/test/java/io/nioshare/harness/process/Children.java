package io.nioshare.harness.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Gives tests their child processes, as a {@code @RegisterExtension}. {@link #shared()} is one that many tests use in
 * turn, since starting a JVM takes long; what a test keeps there is closed after it. {@link #start()} is one of the
 * test's own, which ends with it.
 */
public final class Children implements BeforeEachCallback, AfterEachCallback {

    private static final Namespace NAMESPACE = Namespace.create(Children.class);

    private final List<ChildJvm> own = new ArrayList<>();
    private Pool pool;

    /** The children of the whole run; JUnit closes it at the end. */
    private static final class Pool implements AutoCloseable {
        private final List<ChildJvm> idle = new ArrayList<>();
        private final List<ChildJvm> used = new ArrayList<>();

        synchronized ChildJvm take() throws IOException {
            ChildJvm child = idle.isEmpty() ? ChildJvm.start() : idle.remove(0);
            used.add(child);
            return child;
        }

        synchronized void takeBack() {
            for (ChildJvm child : used) {
                if (child.isAlive() && child.reset()) {
                    idle.add(child);
                } else {
                    child.close();
                }
            }
            used.clear();
        }

        @Override
        public synchronized void close() {
            idle.forEach(ChildJvm::close);
            used.forEach(ChildJvm::close);
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        pool = context.getRoot().getStore(NAMESPACE).getOrComputeIfAbsent(Pool.class, key -> new Pool(), Pool.class);
    }

    /** A child that other tests used and will use; each call gives another one. */
    public ChildJvm shared() throws IOException {
        return pool.take();
    }

    /** A child for this test alone, with these options too, which may be killed. */
    public ChildJvm start(String... options) throws IOException {
        ChildJvm child = ChildJvm.start(options);
        own.add(child);
        return child;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        own.forEach(ChildJvm::close);
        own.clear();
        pool.takeBack();
    }
}
