package io.nioshare.harness.process;

import java.io.Serializable;

/** What a child is to do. It and what it captures is serialized, and so is its result. */
@FunctionalInterface
public interface RemoteTask<R> extends Serializable {
    R run() throws Exception;
}
