import type { Logger } from '../../../lib/logger.ts';
import type { Alarms } from '../../alarms.ts';
import type { Client } from '../../client.ts';
import { Hold } from '../../connections/hold.ts';
import type { BrokerMetrics } from '../../metrics.ts';

/** How much the process has to do. */
export interface Load {
  /** Milliseconds by which the event loop came late, on average since the last look. */
  readonly loopDelay: number;
  /** The part of the memory that it may have, 0 to 1. */
  readonly memory: number;
}

export interface OverloadLimits {
  /** Milliseconds of loop delay. */
  readonly maximumLoopDelay: number;
  /** A part of the memory, 0 to 1. */
  readonly memoryHighWatermark: number;
}

export interface OverloadParts {
  readonly limits: OverloadLimits;
  readonly alarms: Alarms;
  readonly metrics: BrokerMetrics;
  readonly logger: Logger;
  readonly connectedClients: () => Iterable<Client>;
}

/** Milliseconds of overload before a step up, and between two: each gets the time to show what it does. */
const RISE = 1000;

/** Milliseconds without overload between two steps down. */
const FALL = 2000;

/** A step down needs a load below this part of its bound. */
const RELIEF_OF_DELAY = 0.5;
const RELIEF_OF_MEMORY = 0.95;

/** Connections that may send their CONNECT at each look, while there is overload. */
const ADMITTED_AT_A_LOOK = 200;

/** Bytes below which nobody counts as loud: those since the last look, and half as much of what counted then. */
const LOUD = 32 * 1024;

/** The loudest that send this part of all bytes are paused. */
const LOUD_PART = 0.5;

/** What is done, from the first step on; each includes those before it. */
const STEPS = ['normal', 'refuse_connections', 'pause_publishers'] as const;

const WORDS: Readonly<Record<(typeof STEPS)[number], string>> = {
  normal: 'normal operation',
  refuse_connections: 'overload: new connections are refused',
  pause_publishers: 'overload: the loudest publishers are not read from',
};

interface Voice {
  /** Received from the client, since it connected. */
  bytes: number;
  loudness: number;
}

/**
 * Keeps the broker answerable when it has more to do than it can: first new connections wait and are refused, then
 * reading from the loudest publishers stops, which loses nothing; back in the same steps, later than it went up.
 * It decides by what it is told and by the time that it is given.
 */
export class Overload {
  readonly #parts: OverloadParts;
  #step = 0;
  #steppedAt = Number.NEGATIVE_INFINITY;
  /** Since when there has been overload. */
  #pressedSince: number | undefined = undefined;
  /** Since when the load has been below the bounds by far. */
  #calmSince: number | undefined = undefined;
  /** Whether the memory was above its mark, and is not below it by far yet. */
  #isFull = false;
  /** Connections whose CONNECT has to wait, the first first. */
  readonly #waiting = new Set<Client>();
  /** Clients that are not read from, the first first. */
  readonly #paused = new Set<Client>();
  /** Whether half of them have been read from again already. */
  #hasResumed = false;
  /** How loud each client is; only kept during overload. */
  #voices = new Map<Client, Voice>();

  constructor(parts: OverloadParts) {
    this.#parts = parts;
  }

  get step(): (typeof STEPS)[number] {
    return STEPS[this.#step] as (typeof STEPS)[number];
  }

  /** A connection was accepted. While there is overload its CONNECT waits, which slows down those that come again and again. */
  arrive(client: Client): void {
    if (this.#step === 0) return;
    client.connection.hold(Hold.Overload);
    this.#waiting.add(client);
  }

  /** Whether a CONNECT is refused with "server busy" (0x89). */
  refusesConnect(): boolean {
    if (this.#step === 0) return false;
    this.#parts.metrics['overload_protection.new_conn']++;
    this.#parts.metrics['overload_protection.delay.timeout']++;
    return true;
  }

  /** The connection ended. */
  leave(client: Client): void {
    this.#waiting.delete(client);
    this.#paused.delete(client);
    this.#voices.delete(client);
  }

  /** Whether so much memory is in use that there is too little, or still is. @param memory 0 to 1 */
  isTight(memory: number): boolean {
    const mark = this.#parts.limits.memoryHighWatermark;
    return memory >= (this.#isFull ? mark * RELIEF_OF_MEMORY : mark);
  }

  /** To be called about twice a second. @param now milliseconds of any clock that does not stand still */
  look(load: Load, now: number): void {
    const { limits } = this.#parts;
    const delayed = load.loopDelay / limits.maximumLoopDelay;
    const filled = load.memory / limits.memoryHighWatermark;
    this.#tellMemory(load);
    if (this.#step > 0) this.#listen();
    if (delayed >= 1 || filled >= 1) {
      this.#calmSince = undefined;
      this.#pressedSince ??= now;
      if (now - Math.max(this.#pressedSince, this.#steppedAt) >= RISE) this.#rise(load, now);
      this.#tend();
      return;
    }
    this.#pressedSince = undefined;
    if (delayed < RELIEF_OF_DELAY && filled < RELIEF_OF_MEMORY) {
      this.#calmSince ??= now;
      if (this.#step > 0 && now - Math.max(this.#calmSince, this.#steppedAt) >= FALL) this.#fall(load, now);
    } else this.#calmSince = undefined;
    this.#tend();
  }

  #rise(load: Load, now: number): void {
    this.#steppedAt = now;
    if (this.#step < STEPS.length - 1) {
      this.#step++;
      this.#parts.alarms.activate(`overload/${this.step}`, this.#figures(load), WORDS[this.step]);
    }
    if (this.step === 'pause_publishers') this.#pauseLoudest();
  }

  #fall(load: Load, now: number): void {
    this.#steppedAt = now;
    // Half of them first: all at once would be the load that there was.
    if (this.#paused.size > 0) {
      this.#resume(this.#hasResumed ? this.#paused.size : Math.ceil(this.#paused.size / 2));
      this.#hasResumed = this.#paused.size > 0;
      if (this.#hasResumed) return;
    }
    this.#parts.alarms.deactivate(`overload/${this.step}`, this.#figures(load));
    this.#step--;
    if (this.#step === 0) this.#voices = new Map();
  }

  #resume(count: number): void {
    let left = count;
    for (const client of this.#paused) {
      if (left-- === 0) return;
      this.#paused.delete(client);
      client.connection.release(Hold.Overload);
    }
  }

  /** Those who sent most of late, as many as make half of all bytes together. */
  #pauseLoudest(): void {
    const senders = [...this.#voices].filter(
      ([client, { loudness }]) => loudness >= LOUD && !this.#paused.has(client),
    );
    senders.sort(([, a], [, b]) => b.loudness - a.loudness);
    const total = senders.reduce((sum, [, { loudness }]) => sum + loudness, 0);
    let bytesPaused = 0;
    let count = 0;
    for (const [client, { loudness }] of senders) {
      if (bytesPaused >= total * LOUD_PART) break;
      bytesPaused += loudness;
      count++;
      client.connection.hold(Hold.Overload);
      this.#paused.add(client);
      this.#hasResumed = false;
    }
    if (count === 0) return;
    this.#parts.metrics['reading.paused.overload'] += count;
    this.#parts.logger.warn(
      { count, bytes: bytesPaused, ofBytes: total, paused: this.#paused.size },
      'overload: the loudest publishers are not read from',
    );
  }

  #listen(): void {
    for (const client of this.#parts.connectedClients()) {
      const { bytes } = client.received;
      const voice = this.#voices.get(client);
      if (!voice) this.#voices.set(client, { bytes, loudness: 0 });
      else {
        voice.loudness = voice.loudness / 2 + bytes - voice.bytes;
        voice.bytes = bytes;
      }
    }
  }

  /** Lets some of the waiting connections speak; all of them once it is over. */
  #tend(): void {
    let left = this.#step === 0 ? this.#waiting.size : ADMITTED_AT_A_LOOK;
    for (const client of this.#waiting) {
      if (left-- <= 0) return;
      this.#waiting.delete(client);
      if (this.#step === 0) this.#parts.metrics['overload_protection.delay.ok']++;
      client.connection.release(Hold.Overload);
    }
  }

  /** EMQX's alarm about the memory of the process. */
  #tellMemory({ memory }: Load): void {
    const { alarms, limits } = this.#parts;
    this.#isFull = this.isTight(memory);
    if (this.#isFull) {
      const details = { usage: percent(memory), high_watermark: percent(limits.memoryHighWatermark) };
      alarms.activate('high_process_memory_usage', details, `${details.usage} process memory usage`);
    } else alarms.deactivate('high_process_memory_usage');
  }

  #figures({ loopDelay, memory }: Load) {
    const { maximumLoopDelay, memoryHighWatermark } = this.#parts.limits;
    return {
      loop_delay_ms: Math.round(loopDelay),
      max_loop_delay_ms: maximumLoopDelay,
      memory_usage: percent(memory),
      memory_high_watermark: percent(memoryHighWatermark),
    };
  }
}

function percent(part: number): string {
  return `${(part * 100).toFixed(1)}%`;
}
