/** What `npm audit --json` writes, as far as it is read here. */
export interface AuditAnswer {
  readonly vulnerabilities?: Readonly<
    Record<
      string,
      { readonly severity: string; readonly range: string; readonly via: ReadonlyArray<unknown> }
    >
  >;
}

const BAD = new Set(['high', 'critical']);

/** What to say of an answer, and whether a build must not go on. An answer without a list is none. */
export function auditVerdict({ vulnerabilities }: AuditAnswer): { lines: string[]; isBad: boolean } {
  if (!vulnerabilities)
    return { lines: ['audit skipped: the registry of packages cannot be asked'], isBad: false };
  const found = Object.entries(vulnerabilities);
  if (found.length === 0) return { lines: ['audit: no known holes in the dependencies'], isBad: false };
  const lines = found.map(([name, { severity, range, via }]) => {
    const titles = via.flatMap((cause) =>
      typeof cause === 'object' && cause !== null && 'title' in cause ? [String(cause.title)] : [],
    );
    return `${severity}: ${name} ${range}${titles.length > 0 ? ` (${titles.join('; ')})` : ''}`;
  });
  return { lines, isBad: found.some(([, { severity }]) => BAD.has(severity)) };
}
