package io.nioshare.provider.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MutexTest {

    private static final int THREADS = 4;
    private static final int ROUNDS = 20_000;

    private final Mutex mutex = new Mutex();
    private int counter;

    @Test
    void letsOneInAtATime() throws Exception {
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            threads.add(CompletableFuture.runAsync(this::count, command -> new Thread(command).start()));
        }
        for (CompletableFuture<Void> thread : threads) {
            thread.get();
        }
        assertThat(counter).isEqualTo(THREADS * ROUNDS);
    }

    private void count() {
        for (int i = 0; i < ROUNDS; i++) {
            mutex.lock();
            counter++;
            mutex.unlock();
        }
    }

    @Test
    void isReentrant() throws Exception {
        mutex.lock();
        assertThat(mutex.tryLock()).isTrue();
        mutex.unlock();
        assertThat(mutex.isHeldByCurrentThread()).isTrue();
        assertThat(elsewhere(mutex::tryLock)).isFalse();
        mutex.unlock();
        assertThat(mutex.isHeldByCurrentThread()).isFalse();
        assertThat(elsewhere(mutex::tryLock)).isTrue();
    }

    private static <T> T elsewhere(Supplier<T> action) throws Exception {
        return CompletableFuture.supplyAsync(action, command -> new Thread(command).start())
                .get();
    }

    @Test
    void isUnlockedByItsOwnerOnly() throws Exception {
        assertThatThrownBy(mutex::unlock).isInstanceOf(IllegalMonitorStateException.class);
        elsewhere(mutex::tryLock);
        assertThatThrownBy(mutex::unlock).isInstanceOf(IllegalMonitorStateException.class);
    }

    @Test
    void isFreeForOthersWhileItsOwnerWaitsForACondition() throws Exception {
        Condition condition = mutex.newCondition();
        mutex.lock();
        mutex.lock();
        Thread other = new Thread(() -> {
            mutex.lock();
            counter = 1;
            condition.signalAll();
            mutex.unlock();
        });
        other.start();
        while (counter == 0) {
            condition.await(1, TimeUnit.SECONDS);
        }
        other.join();
        mutex.unlock();
        assertThat(mutex.isHeldByCurrentThread()).isTrue();
        mutex.unlock();
        assertThat(mutex.isHeldByCurrentThread()).isFalse();
    }
}
