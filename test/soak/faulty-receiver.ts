import { randomInt } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { HttpReceiver, type ReceivedRequest } from '../support/http-receiver.ts';

/** How the place outside is for a while, and what part of the whole time that is. */
const MOODS = [
  { name: 'well', share: 0.5 },
  { name: 'refuses one of three', share: 0.15 },
  { name: 'is slow', share: 0.1 },
  { name: 'breaks connections', share: 0.1 },
  { name: 'does not answer', share: 0.05 },
  { name: 'is gone', share: 0.1 },
] as const;
type Mood = (typeof MOODS)[number]['name'];

/** Milliseconds. */
const SLOW = 250;

const ANSWERS: Readonly<Record<Mood, (response: ServerResponse) => boolean>> = {
  well: (response) => accept(response),
  'refuses one of three': (response) => {
    if (randomInt(3) > 0) return accept(response);
    response.writeHead(503).end();
    return false;
  },
  'is slow': (response) => {
    setTimeout(() => response.end('{}'), SLOW);
    return true;
  },
  'breaks connections': (response) => {
    if (randomInt(2) > 0) return accept(response);
    response.destroy();
    return false;
  },
  'does not answer': () => false,
  'is gone': (response) => accept(response),
};

function accept(response: ServerResponse): boolean {
  response.end('{}');
  return true;
}

/** A receiver that has good times and bad ones, again and again, and tells of what it accepted. */
export class FaultyReceiver {
  readonly faults = new Map<Mood, number>();
  readonly #receiver = new HttpReceiver();
  readonly #round: number;
  #mood: Mood = 'well';
  #timer: NodeJS.Timeout | undefined;

  /** @param round milliseconds in which it has had all its moods */
  constructor(round: number, onAccepted: (request: ReceivedRequest) => void) {
    this.#round = round;
    this.#receiver.answer = (request, response) => {
      this.#receiver.requests.splice(0);
      if (ANSWERS[this.#mood](response)) onAccepted(request);
      else this.faults.set(this.#mood, (this.faults.get(this.#mood) ?? 0) + 1);
    };
  }

  /** Resolves with its address. */
  async open(): Promise<string> {
    await this.#receiver.open();
    return `http://127.0.0.1:${this.#receiver.port}`;
  }

  beginFaults(): void {
    void this.#become(0);
  }

  /** From now on it is well. */
  async heal(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#be('well');
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#receiver.close();
  }

  async #become(index: number): Promise<void> {
    const mood = MOODS[index % MOODS.length] as (typeof MOODS)[number];
    await this.#be(mood.name);
    this.#timer = setTimeout(() => void this.#become(index + 1), mood.share * this.#round);
  }

  async #be(mood: Mood): Promise<void> {
    const wasGone = this.#mood === 'is gone';
    this.#mood = mood;
    if (mood === 'is gone') this.#receiver.close();
    else if (wasGone) await this.#receiver.open();
  }
}
