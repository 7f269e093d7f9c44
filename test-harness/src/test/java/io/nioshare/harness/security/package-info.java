/** Code that a security manager allows little. */
package io.nioshare.harness.security;
