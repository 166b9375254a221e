package io.anamnesis.web.reads;

import org.jspecify.annotations.Nullable;

/** That an answer is given could not be recorded: so it is not given. */
public final class ReadNotRecorded extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ReadNotRecorded(@Nullable Throwable cause) {
    super("the log of reads did not take it", cause);
  }
}
