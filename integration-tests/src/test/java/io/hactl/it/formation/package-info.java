/** How a cluster comes to be, who may join, and what an operator asks of it. */
package io.hactl.it.formation;
