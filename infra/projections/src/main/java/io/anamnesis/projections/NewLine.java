package io.anamnesis.projections;

/** A line of a journal on its way into the rows. */
record NewLine(String subject, long position, int ordinal, String entry) {}
