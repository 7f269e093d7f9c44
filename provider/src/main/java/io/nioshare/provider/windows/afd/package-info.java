/**
 * Readiness from the socket driver's poll device, collected through a completion port.
 *
 * <p>Each registered socket wants some events, and at most one request asks for them. What a selection has changed is
 * asked for when the next one begins, in requests of up to 32 sockets, so that sockets that were ready together cost
 * one call together. A request completes when one of its sockets is ready; those that aren't are asked about again. A
 * busy socket leaves an idle one's request so, and what an event costs doesn't grow with the number of idle sockets.
 * Where most of a request's sockets weren't ready twice in a row, each of them gets a request of its own for a while,
 * longer each time. Where a request found data at once, reading alone is of interest, and few sockets are to be
 * asked about, the next question is whether more was received; a request follows only if not. Room for output is looked
 * for by a poll that doesn't wait, as long as there always is some; a request that asks for other events stays.
 *
 * <pre>
 * PollRequest:
 *
 *              submitted                         completion taken
 *        IDLE ------------&gt; PENDING ----------------------------------&gt; IDLE
 *                              |                                          ^
 *                              | a socket's interest widened, or released |
 *                              v                                          |
 *                          CANCELLING ------------ completion taken ------+
 *
 * PollRegistration:
 *
 *              interest given               next poll
 *        idle ----------------&gt; queued ------------------&gt; asked about, by one request
 *         ^                       ^                           |
 *         |   ready: reported     |  widened, or fired with   |  request completed
 *         +-----------------------+--- what isn't wanted -----+--&gt; nothing happened: asked about again by it
 *         |                       |
 *         +-----------------------+ more data, or room, is there: reported without a request
 *
 *        asked about, and room given interest: queued, too; if there is no room, the request is widened
 *
 *        release: the request that asks is cancelled; the others that it asked about are asked about again
 * </pre>
 *
 * <p>From submit until its completion has been taken out of the port, a request's block belongs to the kernel. A
 * completion carries its block's address and its group's key. Within an answer, and only there, a socket is named by its
 * handle: a socket that was closed has taken its request back before.
 *
 * <p>Polls are never exclusive, so that two processes can wait for the same socket.
 */
package io.nioshare.provider.windows.afd;
