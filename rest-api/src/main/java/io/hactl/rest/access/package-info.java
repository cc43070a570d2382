/** Whose requests are obeyed: addresses, certificates, passwords. */
package io.hactl.rest.access;
