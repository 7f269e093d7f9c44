/**
 * The contract of {@code java.nio.channels} for TCP, as its Javadoc has it, held against two providers: the JDK's and
 * ours. Each class named Contract is run for both, by {@link io.nioshare.harness.contract.JdkContractTest} and {@link
 * io.nioshare.harness.contract.ShareableContractTest}, and a difference between them is a failure unless it stands in
 * {@link io.nioshare.harness.contract.KnownDifferences}. On a system that ours doesn't run on, the JDK's still shows
 * that the tests ask for nothing but the contract.
 *
 * <p>Only the loopback interface is used. A test waits for events, never for time to pass, unless it is to show that
 * nothing happens.
 */
package io.nioshare.harness.contract;
