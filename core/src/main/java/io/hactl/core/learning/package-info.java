/**
 * How the memory changes with what happens: the ends of tasks, answers, views of the cluster. Pure
 * functions from one memory to the next; the only callers are the owner of the memory and tests.
 */
package io.hactl.core.learning;
