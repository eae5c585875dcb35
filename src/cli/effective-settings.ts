import type { Config } from '../config/config.ts';
import { takesOf } from '../config/config-fields.ts';
import { formatByteSize } from '../lib/byte-size.ts';
import { formatDuration } from '../lib/duration.ts';
import { redact } from '../lib/secrets.ts';
import { schemaAt } from './config-layer.ts';
import type { Source } from './config-problem.ts';
import { type ConfigSources, layersOf, resolve, settingPaths } from './load-config.ts';

interface EffectiveSetting {
  readonly path: string;
  readonly value: unknown;
  readonly origin: 'default' | Source['kind'];
  readonly place: string | null;
  readonly description: string;
  readonly changed_since: boolean;
}

/**
 * Every setting as it holds, and where it is written. The places are read anew, so that what was changed there since
 * the start, and waits for a restart, is told.
 * @param sources undefined: nobody knows, and nothing is said about places
 */
export function effectiveSettings(config: Config, sources: ConfigSources | undefined): EffectiveSetting[] {
  const layers = sources ? layersOf(sources) : [];
  const entries = layers.flatMap((layer) => layer.entries);
  const now = sources && resolvedOrUndefined(layers);
  return settingPaths().map((path) => {
    const names = path.split('.');
    const source = entries.findLast((entry) =>
      names.every((name, depth) => entry.path[depth] === name),
    )?.source;
    const value = shown(config, names);
    const written = now === undefined ? value : shown(now, names);
    return {
      path,
      value,
      origin: source?.kind ?? 'default',
      place: source ? placeOf(source) : null,
      description: descriptionOf(names),
      changed_since: JSON.stringify(value) !== JSON.stringify(written),
    };
  });
}

function resolvedOrUndefined(layers: Parameters<typeof resolve>[0]): Config | undefined {
  try {
    return resolve(layers);
  } catch {
    // What is written there now could not be started with; it is told at the next start.
    return undefined;
  }
}

function placeOf(source: Source): string {
  switch (source.kind) {
    case 'file':
      return `${source.file}:${source.line}`;
    case 'environment':
      return source.variable;
    case 'flag':
      return source.flag;
  }
}

/** As people write it, without secrets. */
function shown(config: Config, names: readonly string[]): unknown {
  const value = names.reduce<unknown>(
    (branch, name) => (branch as Record<string, unknown> | undefined)?.[name],
    config,
  );
  if (value === undefined) return null;
  const schema = schemaAt(names);
  const kind = schema ? takesOf(schema).kind : 'text';
  if (typeof value === 'number') {
    if (kind === 'duration') return formatDuration(value);
    if (kind === 'size') return formatByteSize(value);
    return Number.isFinite(value) ? value : 'infinity';
  }
  if (kind === 'password') return '******';
  const wrapped = names.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
  const masked = redact(wrapped);
  return names.reduce<unknown>((branch, name) => (branch as Record<string, unknown>)[name], masked);
}

function descriptionOf(names: readonly string[]): string {
  return schemaAt(names)?.description ?? '';
}
