/** What operations cost, in calls to the kernel: a figure without noise. */
package io.nioshare.harness.cost;
