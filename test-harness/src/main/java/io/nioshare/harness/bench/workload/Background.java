package io.nioshare.harness.bench.workload;

/** Threads of a workload. One that fails ends the JVM: what is measured then would be something else. */
final class Background {
    private static final int FAILED = 3;

    private Background() {}

    interface Task {
        void run() throws Exception;
    }

    static Thread start(String name, Task task) {
        Thread thread = new Thread(() -> runOrDie(task), name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    static void await(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void runOrDie(Task task) {
        try {
            task.run();
        } catch (Throwable e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(FAILED);
        }
    }
}
