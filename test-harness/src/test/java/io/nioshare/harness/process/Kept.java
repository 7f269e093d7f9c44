package io.nioshare.harness.process;

import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentHashMap;

/** In a child: the objects that {@link RemoteObject}s stand for. */
final class Kept {

    private static final Map<Long, Object> OBJECTS = new ConcurrentHashMap<>();

    private Kept() {}

    static boolean put(long key, Object object) {
        OBJECTS.put(key, object);
        return true;
    }

    static Object get(long key) {
        Object object = OBJECTS.get(key);
        if (object == null) {
            throw new NoSuchElementException("this process keeps no object " + key);
        }
        return object;
    }

    /** Forgets everything and closes what can be closed. */
    static boolean closeAll() throws Exception {
        for (Iterator<Object> left = OBJECTS.values().iterator(); left.hasNext(); ) {
            Object object = left.next();
            left.remove();
            if (object instanceof AutoCloseable closeable) {
                closeable.close();
            }
        }
        return true;
    }
}
