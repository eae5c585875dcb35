import { cpus, release, type } from 'node:os';
import { type BrokerName, brokerVersion } from './brokers.ts';
import { canPin, cores } from './pinning.ts';

/** What a figure is worthless without: when, on what, of which versions, pinned or not. */
export function machineLine(brokers: readonly BrokerName[]): string {
  const versions = brokers.map((name) => `${name} ${brokerVersion(name)}`).join(', ');
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const placing = canPin
    ? `broker on core ${cores.broker}, generator on core ${cores.generator}`
    : 'not pinned: the figures are noisier';
  return [
    new Date().toISOString(),
    `${versions}; Node.js ${process.version}`,
    `${model}, ${cpus().length} cores, ${type()} ${release()}; ${placing}\n`,
  ].join('\n');
}
