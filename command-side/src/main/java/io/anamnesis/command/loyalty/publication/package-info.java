/** How a version of the programme comes into force: drafted, reviewed, tried, published, retired. */
@NullMarked
package io.anamnesis.command.loyalty.publication;

import org.jspecify.annotations.NullMarked;
