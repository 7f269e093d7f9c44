/**
 * Every call that a channel can refuse, in every state, on the JDK's provider and on ours: both must end alike. What
 * there is to expect comes from the JDK that runs the tests.
 */
package io.nioshare.harness.refusals;
