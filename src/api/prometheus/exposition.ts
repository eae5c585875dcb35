/** One family of figures in Prometheus' sense. */
export interface Family {
  readonly name: string;
  readonly type: 'counter' | 'gauge';
  readonly help: string;
  readonly samples: readonly Sample[];
}

export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Of the text format, version 0.0.4. */
export const TEXT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** A family of one figure. */
export function single(name: string, type: Family['type'], help: string, value: number): Family {
  return { name, type, help, samples: [{ labels: {}, value }] };
}

/** @param labels that every sample gets */
export function toText(families: readonly Family[], labels: Readonly<Record<string, string>> = {}): string {
  return families.map((family) => familyText(family, labels)).join('');
}

function familyText({ name, type, help, samples }: Family, labels: Readonly<Record<string, string>>): string {
  const lines = samples.map(
    (sample) => `${name}${labelText({ ...labels, ...sample.labels })} ${valueText(sample.value)}\n`,
  );
  return `# HELP ${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return pairs.length > 0 ? `{${pairs.join(',')}}` : '';
}

/** Ids of rules may hold anything. */
function escapeLabel(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function valueText(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
}
