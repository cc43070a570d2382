/**
 * From measurements to what is wrong with this node, and which tasks have to wait for its storage.
 */
package io.hactl.core.health;
