@NullMarked
package io.anamnesis.web;

import org.jspecify.annotations.NullMarked;
