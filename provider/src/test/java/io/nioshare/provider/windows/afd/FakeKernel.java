package io.nioshare.provider.windows.afd;

import io.nioshare.provider.windows.jna.Afd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A poll device and its completion port, as far as requests can tell, with a will of its own: completions come early,
 * late, in any order, and cancelling may lose the race. Fails at once when a rule of the kernel is broken.
 */
final class FakeKernel implements CompletionQueue, SocketTable {

    private static final int CANCELLED = 0xC0000120;

    private record Asked(long socket, int events) {}

    private record Request(long block, int group, List<Asked> sockets) {}

    private record Packet(long key, long block) {}

    private final FakeMemory memory;
    private final Random random;

    /** What is true of each socket now. */
    private final Map<Long, Integer> conditions = new HashMap<>();

    /** With the kernel, by address. */
    private final Map<Long, Request> pending = new LinkedHashMap<>();

    /** Completed, but not yet taken out of the port. */
    private final List<Packet> completed = new ArrayList<>();

    private final List<Packet> batch = new ArrayList<>();
    private boolean closed;
    private boolean probeClosed;
    private boolean pollsAreQuick = true;
    private int devicesOpen;

    /** Polls of these numbers fail. */
    private final Set<Long> refused = new HashSet<>();

    private int submits;
    private int probes;
    private int looks;
    private int takes;

    private boolean opensNothing;
    private boolean takesNothing;
    private boolean postsNothing;

    /** Whether nothing is ever late. */
    private boolean prompt;

    /** Whether a request about what is ready completes when it is submitted. */
    private Predicate<Random> answersAtOnce = Random::nextBoolean;

    FakeKernel(FakeMemory memory, Random random) {
        this.memory = memory;
        this.random = random;
    }

    PollDevice open(int group) throws IOException {
        if (opensNothing) {
            throw new IOException("no device");
        }
        devicesOpen++;
        return new PollDevice() {
            @Override
            public boolean submit(long block, int sockets) throws IOException {
                return FakeKernel.this.submit(group, block, sockets);
            }

            @Override
            public void cancel(long block) {
                FakeKernel.this.cancel(block);
            }

            @Override
            public void close() {
                devicesOpen--;
            }
        };
    }

    private boolean submit(int group, long block, int sockets) throws IOException {
        if (isWithKernel(block)) {
            throw new AssertionError("a block was submitted that the kernel still has");
        }
        ByteBuffer view = memory.at(block);
        int at = memory.offset(block);
        if (view.getInt(at + PollBlock.INFO + Afd.INFO_EXCLUSIVE) != 0) {
            throw new AssertionError("an exclusive poll");
        }
        int named = view.getInt(at + PollBlock.INFO + Afd.INFO_HANDLES);
        if (sockets < 1 || named != sockets) {
            throw new AssertionError("a poll of " + sockets + " sockets that names " + named);
        }
        List<Asked> asked = new ArrayList<>();
        LongBuffer words = view.asLongBuffer();
        for (int i = 0; i < sockets; i++) {
            asked.add(new Asked(
                    PollBlock.socket(words, at / Long.BYTES, i), PollBlock.events(words, at / Long.BYTES, i)));
        }
        if (asked.stream().anyMatch(one -> refused.contains(one.socket))) {
            throw new IOException("refused");
        }
        if (asked.stream().anyMatch(one -> !conditions.containsKey(one.socket))) {
            throw new AssertionError("a poll of a socket that is closed");
        }
        submits++;
        Request request = new Request(block, group, asked);
        pending.put(block, request);
        if (answersAtOnce.test(random)) {
            answer(request);
        }
        return pending.containsKey(block);
    }

    private boolean isWithKernel(long block) {
        return pending.containsKey(block) || completed.stream().anyMatch(packet -> packet.block == block);
    }

    /** Completes a request if it has something to say, about its sockets in any order. */
    private void answer(Request request) {
        List<Asked> occurred = new ArrayList<>();
        for (Asked one : request.sockets) {
            int events = conditions.getOrDefault(one.socket, 0) & one.events;
            if (events != 0) {
                occurred.add(new Asked(one.socket, events));
            }
        }
        if (!occurred.isEmpty()) {
            Collections.shuffle(occurred, random);
            complete(request, 0, occurred);
        }
    }

    private void complete(Request request, int status, List<Asked> occurred) {
        ByteBuffer view = memory.at(request.block);
        int at = memory.offset(request.block);
        view.putInt(at + Afd.IO_STATUS_STATUS, status);
        view.putInt(at + PollBlock.INFO + Afd.INFO_HANDLES, occurred.size());
        LongBuffer words = view.asLongBuffer();
        for (int i = 0; i < occurred.size(); i++) {
            PollBlock.ask(words, at / Long.BYTES, i, occurred.get(i).socket, occurred.get(i).events);
        }
        pending.remove(request.block);
        completed.add(random.nextInt(completed.size() + 1), new Packet(request.group, request.block));
    }

    private void cancel(long block) {
        Request request = pending.get(block);
        if (request == null) {
            return;
        }
        if (random.nextInt(3) == 0) {
            // The event was faster.
            answer(request);
        }
        if (pending.containsKey(block)) {
            complete(request, CANCELLED, List.of());
        }
    }

    @Override
    public void openSocket(long socket) {
        conditions.put(socket, 0);
    }

    /** From now on a poll of this number is a defect; none may be pending. */
    @Override
    public void closeSocket(long socket) {
        if (pending.values().stream()
                .anyMatch(request -> request.sockets.stream().anyMatch(one -> one.socket == socket))) {
            throw new AssertionError("a socket was closed while a poll of it was pending");
        }
        conditions.remove(socket);
    }

    void setCondition(long socket, int events) {
        conditions.put(socket, events);
        answerAll();
    }

    void refuse(long socket, boolean on) {
        if (on) {
            refused.add(socket);
        } else {
            refused.remove(socket);
        }
    }

    /** From now on no device can be opened, or one can again. */
    void refuseDevices(boolean on) {
        opensNothing = on;
    }

    /** From now on looking into the port fails, or not any more. */
    void refuseTaking(boolean on) {
        takesNothing = on;
    }

    /** From now on posting to the port fails, or not any more. */
    void refusePosting(boolean on) {
        postsNothing = on;
    }

    void setPrompt() {
        prompt = true;
    }

    void setAnswersAtOnce(boolean on) {
        answersAtOnce = anything -> on;
    }

    /** How many requests were made. */
    int submits() {
        return submits;
    }

    /** Completes whatever has something to say. */
    void answerAll() {
        for (Request request : List.copyOf(pending.values())) {
            answer(request);
        }
    }

    /** How often the port was looked into. */
    int takes() {
        return takes;
    }

    /** What tells the truth about the sockets at any time. */
    Probe probe() {
        return new Probe() {
            @Override
            public boolean hasData(long socket) {
                probes++;
                return (condition(socket) & Afd.POLL_RECEIVE) != 0;
            }

            @Override
            public boolean pollsAreQuick() {
                return pollsAreQuick;
            }

            @Override
            public int occurred(long socket, int events) {
                looks++;
                return condition(socket) & events;
            }

            @Override
            public void close() {
                if (probeClosed) {
                    throw new AssertionError("the probe was closed twice");
                }
                probeClosed = true;
            }
        };
    }

    private int condition(long socket) {
        if (probeClosed || !conditions.containsKey(socket)) {
            throw new AssertionError("a socket was looked at after a close");
        }
        return conditions.get(socket);
    }

    void setPollsAreQuick(boolean on) {
        pollsAreQuick = on;
    }

    /** How often a socket was asked for data. */
    int probes() {
        return probes;
    }

    /** How often the device was asked what is true now. */
    int looks() {
        return looks;
    }

    @Override
    public int take(long timeout, int most) throws IOException {
        if (takesNothing) {
            throw new IOException("the port can't be looked into");
        }
        if (closed) {
            throw new AssertionError("the port is closed");
        }
        if (most < 1) {
            throw new AssertionError("no room for a packet");
        }
        takes++;
        // With time to wait, what can complete has completed; without, some of it may still be on the way.
        if (timeout != 0 || prompt) {
            answerAll();
        }
        int there = Math.min(completed.size(), most);
        int count = timeout == 0 && !prompt ? random.nextInt(there + 1) : there;
        batch.clear();
        batch.addAll(completed.subList(0, count));
        completed.subList(0, count).clear();
        return count;
    }

    @Override
    public long key(int index) {
        return batch.get(index).key;
    }

    @Override
    public long block(int index) {
        return batch.get(index).block;
    }

    @Override
    public void post(long key) throws IOException {
        if (postsNothing) {
            throw new IOException("nothing can be posted");
        }
        completed.add(new Packet(key, 0));
    }

    @Override
    public void close() {
        if (!pending.isEmpty()) {
            throw new AssertionError("the port was closed before all requests had completed");
        }
        closed = true;
    }

    int devicesOpen() {
        return devicesOpen;
    }

    boolean isClosed() {
        return closed && probeClosed;
    }
}
