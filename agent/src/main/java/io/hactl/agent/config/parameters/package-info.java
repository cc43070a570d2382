/** Which server parameters hactl manages, and what PostgreSQL gets in the end. */
package io.hactl.agent.config.parameters;
