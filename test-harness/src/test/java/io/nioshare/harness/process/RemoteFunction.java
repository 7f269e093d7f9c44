package io.nioshare.harness.process;

import java.io.Serializable;

/**
 * What a child is to do with an object that it keeps.
 *
 * <p>Two method references of one class to an inherited method, by different subclasses, are one when they are
 * serialized, and the child takes one's subject for the other's: write lambdas then.
 */
@FunctionalInterface
public interface RemoteFunction<T, R> extends Serializable {
    R apply(T subject) throws Exception;
}
