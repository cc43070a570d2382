/**
 * The HTTP server: its socket, its paths, its errors. It puts the other packages together, and none
 * of them knows it.
 */
package io.hactl.rest.server;
