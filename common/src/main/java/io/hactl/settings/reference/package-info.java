/** What is written from the declarations: the reference page and the JSON schemas for editors. */
package io.hactl.settings.reference;
