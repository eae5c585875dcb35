import type { CertificateView } from './certificate-view.ts';
import type { ListenerSettings } from './listener-settings.ts';
import type { ListenerType } from './listener-types.ts';
import type { RefusalCounts } from './refusals.ts';

/** A listener as the API shows it. */
export interface ListenerView {
  /** `tcp:default` */
  readonly id: string;
  readonly type: ListenerType;
  readonly name: string;
  /** With their defaults; passwords as `******`. */
  readonly settings: ListenerSettings;
  readonly running: boolean;
  /** Connected clients. */
  readonly currentConnections: number;
  /** Where it listens really, `127.0.0.1:1883`; undefined while it does not. */
  readonly address: string | undefined;
  /** Connections closed before their first MQTT packet, since the start. */
  readonly refused: Readonly<RefusalCounts>;
  /** Of a listener with TLS that runs. */
  readonly certificates: readonly CertificateView[];
}
