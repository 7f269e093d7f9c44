/**
 * Applications and libraries that know nothing of this one, on the provider by the system property alone. Each runs in
 * a JVM of its own and checks itself.
 */
package io.nioshare.harness.applications;
