import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { connectPacket } from './load/wire.ts';

const DEADLINE_MS = 20_000;
const ANSWER_MS = 2000;

/**
 * Tries every millisecond until the broker accepts an MQTT connection: every broker by the same measure, whatever it
 * prints. `assertRunning` throws when waiting is in vain.
 */
export async function untilAccepting(
  port: number,
  assertRunning: () => void,
  patience = DEADLINE_MS,
): Promise<void> {
  const deadline = performance.now() + patience;
  while (!(await accepts(port))) {
    assertRunning();
    if (performance.now() > deadline) throw new Error(`no broker accepts clients on 127.0.0.1:${port}`);
    await pause(1);
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: ANSWER_MS });
    const settle = (accepted: boolean): void => {
      resolve(accepted);
      socket.destroy();
    };
    socket.once('connect', () => socket.write(connectPacket('bench-start', 60)));
    socket.once('data', (chunk) => settle(chunk.length >= 4 && chunk[0] === 0x20 && chunk[3] === 0));
    socket.once('timeout', () => settle(false));
    socket.once('error', () => settle(false));
    socket.once('close', () => settle(false));
  });
}
