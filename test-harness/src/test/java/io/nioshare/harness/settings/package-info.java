/** Properties that users set for the JDK's provider, and that ours heeds. */
package io.nioshare.harness.settings;
