package io.anamnesis.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;

/** What Tomcat itself refuses, before any application is found for it, is a problem as well and not a page of HTML. */
final class ProblemReportValve extends ErrorReportValve {
  private final ProblemWriter writer;

  ProblemReportValve(Messages messages, JsonMapper json) {
    this.writer = new ProblemWriter(messages, json);
  }

  @Override
  protected void report(Request request, Response response, @Nullable Throwable throwable) {
    int status = response.getStatus();
    if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return;
    }
    try {
      response.setCharacterEncoding(StandardCharsets.UTF_8.name());
      writer.write(request.getRequest(), response.getResponse(), status < 500
          ? ProblemAdvice.ofStatus(status)
          : ProblemAdvice.internal(throwable == null ? new IllegalStateException() : throwable));
    } catch (IOException | IllegalStateException gone) {
      // Nobody is left to be answered.
    }
  }
}
