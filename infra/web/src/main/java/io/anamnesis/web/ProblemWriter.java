package io.anamnesis.web;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import tools.jackson.databind.json.JsonMapper;

/** Writes a problem as {@code application/problem+json}, whatever the client says that it accepts. */
final class ProblemWriter {
  private final Messages messages;
  private final JsonMapper json;

  ProblemWriter(Messages messages, JsonMapper json) {
    this.messages = messages;
    this.json = json;
  }

  void write(HttpServletRequest request, HttpServletResponse response, Problem problem) throws IOException {
    if (response.isCommitted()) {
      return;
    }
    Language language = Language.of(request.getHeader("Accept-Language"));
    response.resetBuffer();
    response.setStatus(problem.type().status());
    problem.headers().forEach(response::setHeader);
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Content-Language", language.tag());
    response.setHeader("Vary", "Accept-Language");
    response.setContentType("application/problem+json");
    byte[] body = json.writeValueAsBytes(members(problem, language));
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
    response.flushBuffer();
  }

  private Map<String, Object> members(Problem problem, Language language) {
    ProblemType type = problem.type();
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("type", type.type());
    members.put("title", messages.text(language, "problem." + type.code() + ".title"));
    members.put("status", type.status());
    members.put("detail", messages.text(language, problem.detail(), problem.arguments().toArray()));
    members.put("code", type.code());
    if (problem.field() != null) {
      members.put("field", problem.field());
    }
    members.putAll(problem.members());
    return members;
  }
}
