/**
 * Results, and how they are shown: the table, JSON, the plot.
 */
package io.nioshare.harness.bench.report;
