/**
 * Time as a clock that only goes forward gives it: points of it, timers, and a clock that tests set
 * by hand. No wall clock enters here.
 */
package io.hactl.time;
