/** JSON and times as the keys hold them. */
package io.hactl.dcs.json;
