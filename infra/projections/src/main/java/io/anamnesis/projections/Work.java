package io.anamnesis.projections;

/**
 * What is divided into segments: a generation of a projection, or a policy.
 *
 * @param generation {@link #OF_POLICY} for a policy
 */
record Work(String name, int generation) {
  static final int OF_POLICY = 0;

  static Work ofPolicy(String name) {
    return new Work(name, OF_POLICY);
  }
}
