/** Whom the broker lets in, and what a client may do. */
export interface AccessPolicy {
  /** Who may connect while nothing checks passwords: nobody, clients on this machine, or everybody. */
  readonly allowAnonymous: boolean | 'loopback';
}

/** Trees that belong to the broker; clients do not publish there. */
const RESERVED_TREES = new Set(['$SYS', '$events', '$bridges', '$sources', '$share', '$queue']);

/** Whether clients may publish to this topic name. */
export function mayPublish(topicName: string): boolean {
  if (!topicName.startsWith('$')) return true;
  const slash = topicName.indexOf('/');
  return !RESERVED_TREES.has(slash < 0 ? topicName : topicName.slice(0, slash));
}
