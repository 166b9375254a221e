package io.anamnesis.projections;

/** A personal value by which a subject is found: its keyed hash, never the value. */
record IndexEntry(String subject, String kind, byte[] token) {}
