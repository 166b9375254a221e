package io.anamnesis.projections;

import java.util.List;

/**
 * A view seen as a table, as of one moment.
 *
 * @param columns in order; the names differ
 * @param position up to which every event of the log is in its rows
 * @param parked keys whose events wait for repair: their rows are older than that
 */
public record Table(String view, int version, List<Column> columns, long position, int parked) {}
