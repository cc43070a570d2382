/**
 * What every route needs of a request: its body, its refusal, and waiting for what completes
 * elsewhere. No route enters here.
 */
package io.hactl.rest.request;
