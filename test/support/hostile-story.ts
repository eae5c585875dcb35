import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { TestContext } from 'node:test';
import { Worker } from 'node:worker_threads';
import { type BrokerProcess, startBrokerProcess, temporaryDirectory } from '../../demo/broker-process.ts';

/**
 * Milliseconds of the slowest round trip of an innocent client, without what broker and probe waited for a core: they share
 * the cores with the attack. On a calm machine it is below 60; where five times as many threads as cores want to run,
 * all work takes longer, and 200 were seen.
 */
const SLOWEST_PROBE = 400;

/** Bytes above the level before. */
const MOST_GROWTH = 128 * 1024 * 1024;

interface ProbeReport {
  sent: number;
  missing: number;
  disorder: number;
  /** Milliseconds of the slowest round trip. */
  worst: number;
  /** The same without the time for which broker or probe waited for a core. */
  worstOfBroker: number;
  isClosed: boolean;
}

export interface HostileStory {
  readonly broker: BrokerProcess;
  readonly port: number;
  readonly wsPort: number;
  /** The counters of `GET /metrics`. */
  counters(): Promise<Record<string, number>>;
  /** Resident memory of the broker in bytes. */
  memory(): number;
  /**
   * Runs an attack as a test of its own, and looks afterwards whether the broker lives, an innocent client noticed
   * nothing and the memory is within its bound.
   */
  attack(name: string, run: () => Promise<void>, mostGrowth?: number): Promise<void>;
}

/** A broker process of its own and an innocent client that talks to it all the time. */
export async function startHostileStory(
  t: TestContext,
  assignments: readonly string[] = [],
): Promise<HostileStory> {
  const broker = await startBrokerProcess(temporaryDirectory(), [
    // The machine that runs the tests may be busy with other things.
    'overload_protection.max_loop_delay=5s',
    ...assignments,
  ]);
  t.after(() => broker.kill());
  const said: string[] = [];
  broker.process.stderr?.on('data', (chunk: Buffer) => {
    said.push(chunk.toString());
    if (said.length > 5) said.shift();
  });
  const port = broker.ready.listeners.tcp?.port ?? 0;
  const probe = new Worker(new URL('./probe-worker.ts', import.meta.url), {
    workerData: { port, pid: broker.process.pid },
  });
  t.after(() => probe.terminate());
  await once(probe, 'message');
  const ask = async (): Promise<ProbeReport> => {
    probe.postMessage('report');
    return (await once(probe, 'message'))[0] as ProbeReport;
  };
  const memory = () => {
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(
      readFileSync(`/proc/${broker.process.pid}/status`, 'utf8'),
    )?.[1];
    return Number(kilobytes) * 1024;
  };
  return {
    broker,
    port,
    wsPort: broker.ready.listeners.ws?.port ?? 0,
    memory,
    counters: async () => (await broker.api.must('GET', '/metrics?aggregate=true')) as Record<string, number>,
    async attack(name, run, mostGrowth = MOST_GROWTH) {
      await t.test(name, async (t) => {
        await ask();
        const before = memory();
        let peak = before;
        const sampling = setInterval(() => {
          peak = Math.max(peak, memory());
        }, 20);
        const begin = performance.now();
        try {
          await run();
        } catch (error) {
          t.diagnostic(`the broker said last: ${said.join('')}`);
          throw error;
        } finally {
          clearInterval(sampling);
        }
        const seconds = (performance.now() - begin) / 1000;
        const report = await ask();
        const growth = Math.max(peak, memory()) - before;
        t.diagnostic(
          `${seconds.toFixed(1)} s; worst round trip ${report.worstOfBroker.toFixed(0)} ms (${report.worst.toFixed(0)} ms with waiting for a core) of ${report.sent}; memory +${(growth / 1048576).toFixed(0)} MB`,
        );
        assert.equal(broker.process.exitCode, null, 'the broker lives');
        assert.equal(report.isClosed, false, 'the innocent client is still connected');
        assert.deepEqual([report.missing, report.disorder], [0, 0], 'and lost nothing');
        assert.ok(report.worstOfBroker < SLOWEST_PROBE, `a round trip took ${report.worstOfBroker} ms`);
        assert.ok(growth < mostGrowth, `memory grew by ${growth} bytes`);
      });
    },
  };
}
