/** Memory outside the heap: blocks with an owner, scratch space of a thread, and temporary buffers for heap data. */
package io.nioshare.provider.memory;
