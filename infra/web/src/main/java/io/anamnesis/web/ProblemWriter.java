package io.anamnesis.web;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;

/** Writes a problem as {@code application/problem+json}, whatever the client says that it accepts. */
final class ProblemWriter {
  private static final String TOLD = ProblemWriter.class.getName() + ".told";

  private final Messages messages;
  private final JsonMapper json;

  ProblemWriter(Messages messages, JsonMapper json) {
    this.messages = messages;
    this.json = json;
  }

  /** Code of the problem that the answer to a request tells; null where it tells none. */
  static @Nullable String told(HttpServletRequest request) {
    return request.getAttribute(TOLD) instanceof String code ? code : null;
  }

  void write(HttpServletRequest request, HttpServletResponse response, Problem problem) throws IOException {
    if (response.isCommitted()) {
      return;
    }
    request.setAttribute(TOLD, problem.type().code());
    Language language = Language.of(request.getHeader("Accept-Language"));
    response.resetBuffer();
    response.setStatus(problem.type().status());
    problem.headers().forEach(response::setHeader);
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Content-Language", language.tag());
    response.setHeader("Vary", "Accept-Language");
    response.setContentType("application/problem+json");
    byte[] body = json.writeValueAsBytes(problem.told(messages, language));
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
    response.flushBuffer();
  }
}
