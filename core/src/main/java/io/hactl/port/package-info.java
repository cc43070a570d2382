/**
 * What the loop needs done by others: PostgreSQL, the fence, the other members, the files.
 * Interfaces alone, in words of the core.
 */
package io.hactl.port;
