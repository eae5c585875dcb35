import type { QoS } from '../../../mqtt/packets.ts';

export type Permission = 'allow' | 'deny';

/** Who asks: what rules may look at. A connected client's `ClientInfo` is one. */
export interface Subject {
  readonly clientId: string;
  readonly username: string | undefined;
  /** The peer's address without a port. */
  readonly peerHost: string;
  /** `tcp:default` */
  readonly listener: string;
  /** `MQTT`; undefined for somebody who is only thought of. */
  readonly protocolName?: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Of the client, when it showed one. */
  readonly certificate?:
    | { readonly commonName?: string | undefined; readonly subject?: string | undefined }
    | undefined;
  /** Nothing is denied to a superuser. */
  readonly isSuperuser?: boolean;
  /** The access list that came with its authentication, as it came; undefined when none did. */
  readonly acl?: unknown;
}

/** What somebody wants to do. */
export interface AccessRequest {
  readonly action: 'publish' | 'subscribe';
  /** A topic name, or a topic filter without `$share/group/`. */
  readonly topic: string;
  readonly qos: QoS;
  /** Of a PUBLISH; false for a SUBSCRIBE. */
  readonly retain: boolean;
}

/** There are no zones but the one that EMQX gives everybody. */
export const ZONE = 'default';
