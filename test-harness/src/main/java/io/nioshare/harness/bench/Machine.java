package io.nioshare.harness.bench;

import java.nio.file.Path;

/**
 * What measured JVMs are started with.
 *
 * @param leg where
 * @param classPath in the leg's terms
 * @param scratch a folder for their output
 */
record Machine(Leg leg, String classPath, Path scratch) {}
