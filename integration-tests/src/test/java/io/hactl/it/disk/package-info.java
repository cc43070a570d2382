/** Disks that are full or frozen. */
package io.hactl.it.disk;
