/**
 * The one declaration of a setting ({@link io.hactl.settings.keys.Setting}), and reading a tree by
 * such declarations. No setting of a particular part is declared here, except those that the agent
 * and the command line share.
 */
package io.hactl.settings.keys;
