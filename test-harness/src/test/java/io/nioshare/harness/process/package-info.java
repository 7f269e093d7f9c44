/**
 * Child processes for tests. {@link io.nioshare.harness.process.Children} gives a test its
 * {@link io.nioshare.harness.process.ChildJvm}s and ends them; what a child is to do is written as a lambda beside the
 * test's own steps, runs there, and answers here:
 *
 * <pre>{@code
 * byte[] token = ShareableChannel.of(connection).exportTo(child.pid());
 * RemoteObject<SocketChannel> there = child.keep(() -> ShareableChannel.importFrom(token, SocketChannel.class));
 * there.call(c -> c.write(ByteBuffer.wrap(greeting)));
 * }</pre>
 *
 * <p>On the wire a task is one line on the child's standard input and its answer one on its standard output. A child
 * ends when its standard input does, so none outlives the JVM that started it. Every wait has a limit.
 */
package io.nioshare.harness.process;
