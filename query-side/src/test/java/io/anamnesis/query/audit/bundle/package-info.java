@NullMarked
package io.anamnesis.query.audit.bundle;

import org.jspecify.annotations.NullMarked;
