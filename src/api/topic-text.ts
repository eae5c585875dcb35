/** What the API must know about topics to refuse bad ones; the broker does the real matching. */

const MAXIMUM_BYTES = 1024;
const MAXIMUM_LEVELS = 64;

export interface SharedFilter {
  group: string | undefined;
  /** Without `$share/group/`. */
  filter: string;
}

/** A name that may be published to: no wildcards (MQTT 5 §4.7.1). */
export function isPublishable(topic: string): boolean {
  return isTopicText(topic) && !/[+#]/.test(topic);
}

/** A filter that may be subscribed with, shared or not (MQTT 5 §4.7.1, §4.8.2). */
export function isSubscribable(text: string): boolean {
  const { group, filter } = splitShared(text);
  if (group !== undefined && (group === '' || /[+#]/.test(group))) return false;
  return (group !== undefined || !text.startsWith('$share')) && isFilter(filter);
}

/** A filter that is not shared. */
export function isFilter(filter: string): boolean {
  if (!isTopicText(filter)) return false;
  const levels = filter.split('/');
  return levels.every((level, index) => {
    if (level === '#') return index === levels.length - 1;
    return level === '+' || !/[+#]/.test(level);
  });
}

export function splitShared(text: string): SharedFilter {
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

function isTopicText(text: string): boolean {
  if (text === '' || text.includes('\0') || !text.isWellFormed()) return false;
  return Buffer.byteLength(text) <= MAXIMUM_BYTES && text.split('/').length <= MAXIMUM_LEVELS;
}
