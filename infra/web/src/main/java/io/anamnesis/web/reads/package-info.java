/** Who was shown whose data: noted while an answer is made, recorded before it leaves. */
@NullMarked
package io.anamnesis.web.reads;

import org.jspecify.annotations.NullMarked;
