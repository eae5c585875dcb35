/** Whether every topic that `wanted` matches is matched by `filter` as well; both are valid topic filters. */
export function coversFilter(filter: string, wanted: string): boolean {
  // Wildcards of the first level do not match a topic that begins with $ [MQTT-4.7.2-1].
  if (wanted.startsWith('$') && /^[+#]/.test(filter)) return false;
  const given = filter.split('/');
  const asked = wanted.split('/');
  for (const [index, level] of given.entries()) {
    if (level === '#') return true;
    const other = asked[index];
    if (other === undefined || other === '#') return false;
    if (level !== '+' && level !== other) return false;
  }
  return given.length === asked.length;
}
