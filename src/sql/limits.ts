/** What a statement, and one evaluation of it, may take; a hostile author must not stop the broker. */

/** Of a statement, in UTF-16 units. */
export const LONGEST_STATEMENT = 65_536;
/** Of parentheses, calls, lists and CASE inside each other. */
export const DEEPEST_NESTING = 64;
/** A chain `a + b + …` is as deep as it is long; this keeps every walk over the tree off the stack's end. */
export const MOST_OPERATORS = 500;
export const LONGEST_PATH = 64;
/** Warnings of one statement: each keeps its text, and nobody reads more. */
export const MOST_WARNINGS = 50;
/** Elements of `[1..n]`. */
export const LONGEST_RANGE = 10_000;
/** Rows of one FOREACH. */
export const MOST_ROWS = 10_000;
/** Of any text that an evaluation makes, in UTF-16 units. */
export const LONGEST_TEXT = 4 * 1024 * 1024;
/** Values in one JSON text; a payload of 1 MB holds half as many. */
export const MOST_JSON_VALUES = 1_000_000;
/** Decimal digits of an integer, in a statement, in JSON or as a result. */
export const MOST_DIGITS = 1000;
/** Milliseconds of one jq program, whatever its call asks for. */
export const LONGEST_JQ = 200;
/** Of maps and lists inside each other, read from JSON or written to it. */
export const DEEPEST_JSON = 64;
/** Text that is not plain is cut into grapheme clusters, at some 0.3 µs each. */
export const LONGEST_CLUSTERED_TEXT = 256 * 1024;
/** Pairs of values that one comparison looks at; aliases can build a list that holds itself 2^n times. */
export const MOST_COMPARED = 100_000;
/** Bytes that one call compresses, or that come out of one; at some 50 MB/s. */
export const LARGEST_COMPRESSED = 1024 * 1024;
/** Elements of a list that a text is cut into. */
export const MOST_PARTS = 1_000_000;
/** What rules may remember in one value, altogether, and for one connection; bytes are counted roughly. */
export const LARGEST_KEPT = 1024 * 1024;
export const SHARED_MEMORY = { values: 100_000, bytes: 64 * 1024 * 1024 };
export const CONNECTION_MEMORY = { values: 100, bytes: 16 * 1024 };
/** Milliseconds of one evaluation; the event loop waits for it. */
export const LONGEST_EVALUATION = 1000;
