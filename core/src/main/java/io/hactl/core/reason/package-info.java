/**
 * Why something is decided, or must not be done: types with data, which decisions may ask. The
 * sentences made of them for people are in {@code io.hactl.core.text}.
 */
package io.hactl.core.reason;
