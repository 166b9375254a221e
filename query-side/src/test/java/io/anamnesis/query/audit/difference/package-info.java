@NullMarked
package io.anamnesis.query.audit.difference;

import org.jspecify.annotations.NullMarked;
