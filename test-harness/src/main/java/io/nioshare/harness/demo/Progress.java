package io.nioshare.harness.demo;

import java.io.IOException;
import java.util.List;

/** How much has arrived, going by the sizes of the client's files. */
final class Progress {
    private final List<Download> downloads;
    private final boolean inTurn;
    private final long total;
    private long done;
    private long lastChange = System.nanoTime();

    Progress(List<Download> downloads, boolean inTurn) throws IOException {
        this.downloads = downloads;
        this.inTurn = inTurn;
        long sum = 0;
        for (Download download : downloads) {
            sum += download.size();
        }
        this.total = sum;
    }

    long total() {
        return total;
    }

    void update() throws IOException {
        long now = 0;
        for (Download download : downloads) {
            now += download.arrived();
        }
        if (now != done) {
            done = now;
            lastChange = System.nanoTime();
        }
    }

    long stalledNanos() {
        return System.nanoTime() - lastChange;
    }

    /** Shows which process sent what: A up to where it decided to hand over, then B, or both in turn. */
    void show(Screen screen, long decided) throws IOException {
        long all = decided < 0 ? total : decided;
        long firstBody = inTurn ? downloads.get(0).size() : all;
        StringBuilder senders = new StringBuilder();
        for (int cell = 0; cell < Screen.CELLS; cell++) {
            long at = total * cell / Screen.CELLS;
            if (at < all) {
                senders.append('A');
            } else {
                senders.append(at < firstBody ? '=' : 'B');
            }
        }
        screen.progress(done, total, senders);
    }
}
