import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Broker } from '../../src/broker/door.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { silentLogger } from '../../src/lib/logger.ts';
import { Traces } from '../../src/trace/door.ts';
import type { TraceDraft } from '../../src/trace/trace-definition.ts';
import type { TraceRecord } from '../../src/trace/trace-record.ts';
import type { TraceParts } from '../../src/trace/traces.ts';
import { FakeDocuments } from './fake-documents.ts';
import { startTestBroker } from './test-broker.ts';

/** For tests that start none. */
export function idleTraces(parts: { broker: Broker; clock: Clock }): Traces {
  return new Traces({
    ...parts,
    definitions: new FakeDocuments(),
    directory: join(tmpdir(), `tocsin-traces-${process.pid}`),
    isPassing: true,
    logger: silentLogger,
    hearRules: () => undefined,
  });
}

/** Traces in a directory of their own, which is gone after the test. */
export function startTraces(
  t: TestContext,
  parts: Pick<TraceParts, 'broker' | 'clock'> & Partial<TraceParts>,
): { traces: Traces; directory: string } {
  const directory = parts.directory ?? mkdtempSync(join(tmpdir(), 'tocsin-traces-'));
  const traces = new Traces({
    definitions: new FakeDocuments(),
    isPassing: false,
    logger: silentLogger,
    hearRules: () => undefined,
    ...parts,
    directory,
  });
  t.after(async () => {
    await traces.close();
    rmSync(directory, { recursive: true, force: true });
  });
  return { traces, directory };
}

export function draft(about: Partial<TraceDraft> = {}): TraceDraft {
  return {
    name: 't',
    type: 'clientid',
    value: 'dev-1',
    payloadEncoding: 'text',
    format: 'text',
    startAt: undefined,
    endAt: undefined,
    by: 'admin',
    ...about,
  };
}

export function openTraces(t: TestContext) {
  const started = startTestBroker();
  return { ...started, ...startTraces(t, started) };
}

export async function textFrom(pieces: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const piece of pieces) text += piece;
  return text;
}

export async function recordsOf(traces: Traces, name = 't'): Promise<TraceRecord[]> {
  return (await textFrom(traces.lines(name)))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as TraceRecord);
}

/** `received CONNECT`, one for each line. */
export async function typesOf(traces: Traces, name = 't'): Promise<string[]> {
  return (await recordsOf(traces, name)).map(({ kind, type }) => `${kind} ${type}`);
}
