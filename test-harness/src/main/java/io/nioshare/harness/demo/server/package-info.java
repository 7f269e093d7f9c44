/**
 * The two processes of the demo: a small HTTP/1.1 file server on {@code java.nio}, whose connections can move.
 *
 * <p>{@link io.nioshare.harness.demo.server.SourceServer} is process A: it listens, accepts, and sends the first half of
 * a body. {@link io.nioshare.harness.demo.server.TargetServer} is process B, a child of A: it takes the connection over.
 * A and B talk in lines over B's standard input and output ({@link io.nioshare.harness.demo.server.Link}):
 *
 * <pre>
 * A to B   pid?                                    which process are you?
 * B to A   pid NUMBER
 * A to B   take TOKEN UNREAD TURN POSITION PATH    go on with the response to PATH at POSITION
 * B to A   using                                   my first bytes are written
 * both     turn POSITION                           I stop at POSITION, you go on (only with --keep-source)
 * </pre>
 *
 * <p>TOKEN and UNREAD are Base64. UNREAD is what A has read from the connection and not used: it can't be put back, so
 * it goes along. TURN is the number of bytes that each process writes before it is the other's turn, or 0 when A leaves
 * for good.
 *
 * <p>What a person is to see of it goes to A's standard output and B's standard error as {@link
 * io.nioshare.harness.demo.server.Event events}.
 */
package io.nioshare.harness.demo.server;
