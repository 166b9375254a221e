/** What happens to an event in memory, each beside databind doing the same, in a JVM of its own by JMH. */
@NullMarked
package io.anamnesis.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
