/**
 * The same workloads by Netty and its native epoll.
 */
package io.nioshare.harness.bench.netty;
