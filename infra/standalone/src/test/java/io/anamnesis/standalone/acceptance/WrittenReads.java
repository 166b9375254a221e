package io.anamnesis.standalone.acceptance;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The log of reads as it stands in the database, seen by SQL alone. */
record WrittenReads(String database) {

  /** Of one customer, in their order: {@code reader method route status shown}. */
  List<String> of(String customer) {
    return payloads("subject = '" + customer + "'").stream()
        .map(read -> String.join(" ", read.get("reader").asString(), read.get("method").asString(),
            read.get("route").asString().replace("/api/v1", ""), read.get("status").asString(),
            read.get("shown").asString()))
        .toList();
  }

  List<JsonNode> payloads(String where) {
    List<JsonNode> payloads = new ArrayList<>();
    each("select payload from reads.event where " + where + " order by position",
        row -> payloads.add(Facts.parse(row.getString(1))));
    return payloads;
  }

  long count(String where) {
    List<Long> counted = new ArrayList<>();
    each("select count(*) from reads.event where " + where, row -> counted.add(row.getLong(1)));
    return counted.getFirst();
  }

  /** From now on nothing is taken of a customer. */
  void refuse(String customer) {
    run("""
        create or replace function reads.refuse_one() returns trigger language plpgsql as $$
        begin
          raise exception 'not this one' using errcode = '23514';
        end
        $$""");
    run("create trigger refuse_one before insert on reads.event for each row when (new.subject = '" + customer
        + "') execute function reads.refuse_one()");
  }

  void takeAgain() {
    run("drop trigger refuse_one on reads.event");
  }

  void run(String sql) {
    try (Connection connection = DriverManager.getConnection(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private void each(String sql, Row reader) {
    try (Connection connection = DriverManager.getConnection(database);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        reader.read(row);
      }
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** Reads one row. */
  @FunctionalInterface
  private interface Row {
    void read(ResultSet row) throws SQLException;
  }
}
