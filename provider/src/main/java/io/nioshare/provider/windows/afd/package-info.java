/**
 * Readiness from the socket driver's poll device, collected through a completion port.
 *
 * <pre>
 * PollRequest, one per registered socket:
 *
 *              interest given                    completion taken
 *        IDLE ----------------&gt; PENDING ------------------------------&gt; IDLE
 *                                  |                                      ^
 *                                  | interest to widen, or release        |
 *                                  v                                      |
 *                              CANCELLING ---------- completion taken ----+
 *
 *        release: IDLE -&gt; slot free at once; PENDING, CANCELLING -&gt; slot free when the completion was taken
 * </pre>
 *
 * <p>From submit until its completion has been taken out of the port, a request's block belongs to the kernel. A
 * completion carries its block's address and its group's key; handle numbers identify nothing.
 *
 * <p>Polls are never exclusive, so that two processes can wait for the same socket.
 */
package io.nioshare.provider.windows.afd;
