/**
 * Security managers, which JDKs before 24 have: what one has to allow, and what this library does with its own
 * permissions. Both are as with the JDK's provider; where there is no manager, nothing of it is felt.
 */
package io.nioshare.provider.security;
