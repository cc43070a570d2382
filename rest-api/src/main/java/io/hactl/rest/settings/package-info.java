/** How the REST API listens, and how its clients speak to others: values, read elsewhere. */
package io.hactl.rest.settings;
