package io.nioshare.harness.process;

import java.io.Serializable;

/** What a child is to do with an object that it keeps, without a result. */
@FunctionalInterface
public interface RemoteAction<T> extends Serializable {
    void accept(T subject) throws Exception;
}
