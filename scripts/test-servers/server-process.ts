import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { asUser, type RunOptions } from './test-server.ts';

const PATIENCE = 60_000;
const POLL_INTERVAL = 40;
/** How long a server may take to stop before it is killed: nothing that it holds is needed again. */
const STOP_PATIENCE = 1500;

/** A program in a process group of its own, so that what it starts ends with it. */
export class ServerProcess {
  readonly #child: ChildProcess;
  readonly #program: string;
  #output = '';
  #failure: string | undefined;

  constructor(program: string, args: readonly string[], { user, env }: RunOptions = {}) {
    this.#program = program;
    const [command, all] = asUser(program, args, user);
    this.#child = spawn(command, all, {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
      cwd: '/',
    });
    const listen = (chunk: Buffer): void => {
      this.#output = (this.#output + chunk.toString()).slice(-20_000);
    };
    this.#child.stdout?.on('data', listen);
    this.#child.stderr?.on('data', listen);
    this.#child.on('error', (error) => {
      this.#failure = error.message;
    });
    this.#child.on('exit', (code, signal) => {
      this.#failure ??= `ended with ${code ?? signal}`;
    });
  }

  /** @returns the match, when it has printed something like this */
  said(pattern: RegExp): Promise<RegExpExecArray> {
    return this.#until(async () => pattern.exec(this.#output) ?? undefined);
  }

  /** Ends when somebody listens there. */
  async listens(port: number): Promise<void> {
    await this.#until(async () => ((await isOpen(port)) ? true : undefined));
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#signal('SIGTERM');
    const timer = setTimeout(() => this.#signal('SIGKILL'), STOP_PATIENCE);
    await ended;
    clearTimeout(timer);
    // What it started and did not end with it.
    this.#signal('SIGKILL');
  }

  async #until<Value>(look: () => Promise<Value | undefined>): Promise<Value> {
    const end = Date.now() + PATIENCE;
    while (this.#failure === undefined && Date.now() < end) {
      const found = await look();
      if (found !== undefined) return found;
      await pause(POLL_INTERVAL);
    }
    const why = this.#failure ?? `not ready after ${PATIENCE / 1000} s`;
    throw new Error(`${this.#program} ${why}: ${this.#output.trim().slice(-600)}`);
  }

  #signal(signal: NodeJS.Signals): void {
    try {
      if (this.#child.pid !== undefined) process.kill(-this.#child.pid, signal);
    } catch {
      // It has ended meanwhile.
    }
  }
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
