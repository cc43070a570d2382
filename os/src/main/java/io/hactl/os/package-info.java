/** What only the operating system knows or does: the boot clock, processes, signals. */
package io.hactl.os;
