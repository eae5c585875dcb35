import type { Timer } from '../../lib/clock.ts';
import type { MqttBroker } from '../broker.ts';
import type { CertifiedPort } from './watched-certificates.ts';

/** Milliseconds between two looks at the files of certificates. */
const FILE_CHECK_INTERVAL = 60_000;

interface CertificateWatchParts {
  readonly broker: Pick<MqttBroker, 'clock' | 'logger' | 'alarms'>;
  readonly ports: () => Iterable<CertifiedPort>;
  /** Runs it when no other change of a listener does. */
  readonly inTurn: (change: () => Promise<void>) => Promise<void>;
}

/**
 * Reads certificates again whose files have changed. What cannot be read leaves those of before in place, since a
 * half-written file must not lock everybody out, and is an alarm until it can.
 */
export class CertificateWatch {
  readonly #parts: CertificateWatchParts;
  /** By the id of the port: what its alarm says. */
  readonly #alarms = new Map<string, string>();
  #timer: Timer | undefined = undefined;
  #isStopping = false;

  constructor(parts: CertificateWatchParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#timer = this.#parts.broker.clock.after(FILE_CHECK_INTERVAL, () => {
      void this.#parts
        .inTurn(() => this.#reloadChanged())
        .finally(() => {
          if (!this.#isStopping) this.start();
        });
    });
  }

  stop(): void {
    this.#isStopping = true;
    this.#timer?.cancel();
  }

  /** @throws ListenerError, and then everything is as it was */
  async reload(port: CertifiedPort): Promise<void> {
    try {
      await port.reload();
    } catch (error) {
      // One that has no certificates was asked for nothing that it lacks.
      if (port.certificates().length > 0) this.#complain(port.id, (error as Error).message);
      throw error;
    }
    this.settled(port.id);
  }

  /** The port shows other certificates, or none any more. */
  settled(id: string): void {
    if (this.#alarms.delete(id)) this.#parts.broker.alarms.deactivate(alarmOf(id));
  }

  async #reloadChanged(): Promise<void> {
    const { ports, broker } = this.#parts;
    for (const port of ports()) {
      try {
        if (!(await port.hasChangedFiles())) continue;
        await this.reload(port);
        broker.logger.info({ listener: port.id }, 'the certificates changed on disk and were read again');
      } catch (error) {
        const reason = (error as Error).message;
        broker.logger.error(
          { listener: port.id, reason },
          'changed certificates cannot be used; the old ones stay',
        );
      }
    }
  }

  #complain(id: string, reason: string): void {
    const { alarms } = this.#parts.broker;
    const told = this.#alarms.get(id);
    if (told === reason) return;
    // An alarm that is raised already keeps its words.
    if (told !== undefined) alarms.deactivate(alarmOf(id));
    this.#alarms.set(id, reason);
    const message = `new certificates of ${id} cannot be used, those of before stay: ${reason}`;
    alarms.activate(alarmOf(id), { listener: id }, message);
  }
}

function alarmOf(id: string): string {
  return `unusable_certificate/${id}`;
}
