/** Something that is wrong with what is written of an object. */
export interface ItemFault {
  /** Of the member that it is about; empty: of the object. */
  readonly path: readonly (string | number)[];
  readonly reason: string;
  /** A member that is not known there. */
  readonly unknown?: string | undefined;
  readonly suggestion?: string | undefined;
  /** What is known there. */
  readonly known?: readonly string[] | undefined;
}

/** Of a refusal of the API, which is a JSON text when it is about a member, and else a sentence. */
export function faultOf(message: string): ItemFault {
  let said: Readonly<Record<string, unknown>> | undefined;
  try {
    said = JSON.parse(message) as Readonly<Record<string, unknown>>;
  } catch {
    const [, path, reason] = /^([\w.]+): (.*)$/s.exec(message) ?? [];
    return { path: path === undefined ? [] : stepsOf(path), reason: reason ?? message };
  }
  const { path, reason, unknown, did_you_mean: suggestion, explanation, ...others } = said ?? {};
  const at = typeof path === 'string' && path !== 'root' ? stepsOf(path) : [];
  const first = typeof unknown === 'string' ? unknown.split(',')[0] : undefined;
  const rest = Object.entries(others).filter(([name]) => name !== 'kind');
  const sentence = [
    READABLE[String(reason)] ?? String(explanation ?? reason ?? message),
    ...(rest.length > 0 ? [`(${rest.map(([name, value]) => `${name}: ${String(value)}`).join(', ')})`] : []),
  ].join(' ');
  return {
    path: at,
    reason: sentence,
    unknown: first,
    suggestion: typeof suggestion === 'string' ? suggestion : undefined,
  };
}

const READABLE: Readonly<Record<string, string>> = {
  required_field: 'is missing',
  unknown_fields: 'there is no such member',
  connector_not_found_or_wrong_type: 'its connector does not exist, or has another type',
  unknown_connector_type: 'there is no such type of connectors',
  unknown_action_type: 'there is no such type of actions',
  unknown_source_type: 'there is no such type of sources',
};

function stepsOf(path: string): (string | number)[] {
  return path.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}
