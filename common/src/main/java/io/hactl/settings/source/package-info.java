/** Where settings come from: YAML files and environment variables, laid over each other. */
package io.hactl.settings.source;
