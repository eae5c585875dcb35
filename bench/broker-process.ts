import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Command, cores, pinned } from './pinning.ts';

const STOP_MS = 5000;

/** Brokers and their directories: whatever ends this process (not SIGKILL) ends them too. */
const running = new Map<ChildProcess, string>();
process.once('exit', () => {
  for (const [child, directory] of running) {
    child.kill('SIGKILL');
    rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
  }
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

/** A broker that runs on its own core, with a directory of its own that goes when it goes: `await using` it. */
export class BrokerProcess implements AsyncDisposable {
  /** `performance.now()` just before the process was started. */
  readonly startedAt: number;
  readonly pid: number;
  readonly stdout: NodeJS.ReadableStream;
  readonly #child: ChildProcess;
  readonly #directory: string;

  private constructor(command: Command, directory: string) {
    const { command: file, args } = pinned(cores.broker, command);
    // A file, not a pipe: reading what a broker says must not cost anyone CPU while it is measured.
    const errors = openSync(join(directory, 'stderr'), 'w');
    this.startedAt = performance.now();
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', errors] });
    closeSync(errors);
    if (child.pid === undefined || !child.stdout)
      throw new Error(`${file} cannot be started: is it installed?`);
    running.set(child, directory);
    child.once('exit', () => running.delete(child));
    this.pid = child.pid;
    this.stdout = child.stdout.resume();
    this.#child = child;
    this.#directory = directory;
  }

  /** `prepare` gets the new, empty directory, puts there what the broker needs, and says how to start it. */
  static async start(prepare: (directory: string) => Command): Promise<BrokerProcess> {
    const directory = await mkdtemp(join(tmpdir(), 'tocsin-bench-'));
    return new BrokerProcess(prepare(directory), directory);
  }

  /** @throws Error with the last lines that the broker wrote, when it has ended */
  assertRunning(): void {
    const { exitCode, signalCode } = this.#child;
    if (exitCode === null && signalCode === null) return;
    const said = readFileSync(join(this.#directory, 'stderr'), 'utf8')
      .trim()
      .split('\n')
      .slice(-15)
      .join('\n');
    throw new Error(`${this.#child.spawnargs.join(' ')}\nended with ${exitCode ?? signalCode}: ${said}`);
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    const stopped = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await stopped;
    await rm(this.#directory, { recursive: true, force: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (running.has(this.#child)) {
      this.#child.kill('SIGTERM');
      const stopped = once(this.#child, 'exit');
      const late = new AbortController();
      await Promise.race([stopped, pause(STOP_MS, undefined, { signal: late.signal, ref: false })]);
      late.abort();
      if (running.has(this.#child)) this.#child.kill('SIGKILL');
      await stopped;
    }
    await rm(this.#directory, { recursive: true, force: true });
  }
}
