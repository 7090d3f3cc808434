/**
 * Does some parsing without noting where its errors come from: csv-parse makes one for every row of another width than the
 * first, which nobody sees, and a list of such rows takes twice the time with their stacks (promises S22).
 */
export function withoutStacks<Result>(work: () => Result): Result {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return work();
  } finally {
    Error.stackTraceLimit = limit;
  }
}
