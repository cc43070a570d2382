/** TLS contexts out of PEM files, for servers and clients. Knows neither. */
package io.hactl.rest.tls;
