import { NO_AUTHENTICATORS } from '../../src/broker/access/authentication/authentication.ts';
import { BrokerLog, type LogFile, type RestatementPace } from '../../src/broker/persistence/broker-log.ts';
import type { BrokerSettings } from '../../src/broker/settings.ts';
import { silentLogger } from '../../src/lib/logger.ts';
import { RECORD_HEAD } from '../../src/store/log-record.ts';
import { FakeClock } from './fake-clock.ts';
import { startTestBroker, type TestBroker } from './test-broker.ts';

/** The files of a log, in memory: they outlive the brokers of a test as a disk outlives processes. */
export class MemoryDisk {
  /** Records by segment. */
  segments = new Map<number, Buffer[]>();
  base = 0;
  /** While it is full, nothing can be written. */
  isFull = false;

  /** The disk as it is now. */
  copy(): MemoryDisk {
    const copy = new MemoryDisk();
    for (const [number, records] of this.segments) copy.segments.set(number, [...records]);
    copy.base = this.base;
    return copy;
  }

  /** A log on this disk, as a new process opens it. */
  open(clock: FakeClock, pace?: RestatementPace): BrokerLog {
    const parts = { clock, logger: silentLogger, ...(pace === undefined ? {} : { pace }) };
    return new BrokerLog((visit) => {
      for (const [number, records] of this.segments)
        if (number >= this.base) for (const record of records) visit(record, number);
      return new MemoryLogFile(this);
    }, parts);
  }

  /** A broker that finds on this disk what the one before it left. */
  boot(
    clock = new FakeClock(),
    settings: Partial<BrokerSettings> = {},
    pace?: RestatementPace,
  ): TestBroker & { log: BrokerLog } {
    const log = this.open(clock, pace);
    return { ...startTestBroker(settings, {}, NO_AUTHENTICATORS, { clock, log }), log };
  }
}

class MemoryLogFile implements LogFile {
  readonly #disk: MemoryDisk;
  segment = 0;

  constructor(disk: MemoryDisk) {
    this.#disk = disk;
    this.segment = Math.max(0, ...disk.segments.keys());
    this.startSegment();
  }

  get segmentCount(): number {
    return this.#disk.segments.size;
  }

  append(record: Buffer): void {
    if (this.#disk.isFull) throw new Error('ENOSPC: no space left on device');
    this.#disk.segments.get(this.segment)?.push(Buffer.from(record.subarray(RECORD_HEAD)));
  }

  startSegment(): number {
    this.segment++;
    this.#disk.segments.set(this.segment, []);
    return this.segment;
  }

  async makeBase(segment: number): Promise<void> {
    this.#disk.base = segment;
    for (const number of this.#disk.segments.keys()) if (number < segment) this.#disk.segments.delete(number);
  }

  async close(): Promise<void> {}
}
