/** Import above the backends: single use of tokens, and the right channel for what came in. */
package io.nioshare.provider.share;
