/** A topic filter as the API takes it apart. */
export interface SharedFilter {
  group: string | undefined;
  /** Without `$share/group/` or `$queue/`. */
  filter: string;
}

/** The group of all who share a filter as `$queue/filter`, by EMQX's name for it. */
const QUEUE = '$queue';

export function splitShared(text: string): SharedFilter {
  if (text.startsWith(`${QUEUE}/`)) return { group: QUEUE, filter: text.slice(QUEUE.length + 1) };
  if (!text.startsWith('$share/')) return { group: undefined, filter: text };
  const [share, group, ...rest] = text.split('/');
  if (share !== '$share' || group === undefined || rest.length === 0)
    return { group: undefined, filter: text };
  return { group, filter: rest.join('/') };
}

/** Whether all that `filter` matches is matched by `wider` too. */
export function covers(wider: string, filter: string): boolean {
  const levels = filter.split('/');
  const wanted = wider.split('/');
  // No wildcard at the first level matches `$SYS` and its like [MQTT-4.7.2-1].
  if (levels[0]?.startsWith('$') && /^[+#]/.test(wider)) return false;
  for (const [index, level] of wanted.entries()) {
    if (level === '#') return true;
    const other = levels[index];
    if (other === undefined || other === '#') return false;
    if (level !== '+' && level !== other) return false;
  }
  return levels.length === wanted.length;
}
