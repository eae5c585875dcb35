/**
 * Values in line protocol (docs.influxdata.com, "line protocol", special characters). Line breaks have no form outside of
 * a field's text: they become spaces.
 */

/** Of tags, and of names of tags and fields. */
export function escapeName(text: string): string {
  return escapeSpecial(text, /[,= ]/g);
}

export function escapeMeasurement(text: string): string {
  const escaped = escapeSpecial(text, /[, ]/g);
  // A line that begins with it would be a comment, and nobody would notice.
  return escaped.startsWith('#') ? `_${escaped}` : escaped;
}

/** Between double quotes. */
export function escapeFieldText(text: string): string {
  return text.replace(/["\\]/g, '\\$&').replaceAll('\0', '');
}

/**
 * There is no escape of a backslash here: before a character that is escaped, or at the end, it would take the next one
 * with it, and a value could begin a tag of its own. It becomes a slash there.
 */
function escapeSpecial(text: string, special: RegExp): string {
  return text
    .replace(/[\r\n\t\0]+/g, ' ')
    .replace(/\\+(?=[,= "\\]|$)/g, (run) => '/'.repeat(run.length))
    .replace(special, '\\$&');
}
