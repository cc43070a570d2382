/**
 * Who acknowledged which row, and who was elected meanwhile: what most of the tests go by when they
 * say that nothing is lost and no two lead.
 */
package io.hactl.it.ledger;
