import type { Listener, ListenerType } from '../../../../src/api/contract.ts';
import { makeSelfSigned } from './listeners.ts';

export type TlsSource = 'keep' | 'paste' | 'paths' | 'selfSigned';
export type ClientCertificates = 'no' | 'want' | 'need';

/** What the form holds; texts as they are typed. */
export interface ListenerDraft {
  readonly type: ListenerType;
  readonly name: string;
  readonly bind: string;
  readonly maxConnections: string;
  readonly authn: 'true' | 'false' | 'quick_deny_anonymous';
  readonly path: string;
  readonly proxy: boolean;
  readonly rules: string;
  readonly tlsSource: TlsSource;
  readonly certificate: string;
  readonly key: string;
  readonly keyPassword: string;
  readonly certPath: string;
  readonly keyPath: string;
  readonly names: string;
  readonly clientCertificates: ClientCertificates;
  readonly authority: string;
}

export function hasTls(type: ListenerType): boolean {
  return type === 'ssl' || type === 'wss';
}

export function hasPath(type: ListenerType): boolean {
  return type === 'ws' || type === 'wss';
}

const PORTS: Readonly<Record<ListenerType, string>> = { tcp: '1884', ssl: '8883', ws: '8085', wss: '8084' };

export function newDraft(type: ListenerType = 'tcp'): ListenerDraft {
  return {
    type,
    name: '',
    bind: PORTS[type],
    maxConnections: 'infinity',
    authn: 'true',
    path: '/mqtt',
    proxy: false,
    rules: 'allow all',
    tlsSource: 'paste',
    certificate: '',
    key: '',
    keyPassword: '',
    certPath: '',
    keyPath: '',
    names: `${location.hostname}`,
    clientCertificates: 'no',
    authority: '',
  };
}

/** With another type the usual port of the other one is no longer meant. */
export function withType(draft: ListenerDraft, type: ListenerType): ListenerDraft {
  return { ...draft, type, bind: draft.bind === PORTS[draft.type] ? PORTS[type] : draft.bind };
}

export function draftOf(listener: Listener): ListenerDraft {
  const { ssl_options: tls = {}, websocket = {} } = listener as {
    ssl_options?: Record<string, unknown>;
    websocket?: Record<string, unknown>;
  };
  const verifies = tls.verify === 'verify_peer';
  return {
    ...newDraft(listener.type),
    name: listener.name,
    bind: listener.bind,
    maxConnections: String(listener.max_connections),
    authn: String(listener.enable_authn ?? true) as ListenerDraft['authn'],
    path: String(websocket.mqtt_path ?? '/mqtt'),
    proxy: listener.proxy_protocol === true,
    rules: (listener.access_rules as string[] | undefined)?.join('\n') ?? 'allow all',
    tlsSource: tls.certfile ? 'keep' : 'paste',
    certPath: String(tls.certfile ?? ''),
    keyPath: String(tls.keyfile ?? ''),
    clientCertificates: verifies ? (tls.fail_if_no_peer_cert === true ? 'need' : 'want') : 'no',
    authority: String(tls.cacertfile ?? ''),
  };
}

/** What the server is sent. A self-signed certificate is made on the way. @throws Problem */
export async function settingsOf(draft: ListenerDraft): Promise<Record<string, unknown>> {
  const count = Number(draft.maxConnections.trim());
  return {
    bind: draft.bind.trim(),
    max_connections:
      Number.isInteger(count) && draft.maxConnections.trim() !== '' ? count : draft.maxConnections.trim(),
    enable_authn: draft.authn === 'quick_deny_anonymous' ? draft.authn : draft.authn === 'true',
    proxy_protocol: draft.proxy,
    access_rules: draft.rules
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean),
    ...(hasPath(draft.type) && { websocket: { mqtt_path: draft.path } }),
    ...(hasTls(draft.type) && { ssl_options: await tlsOf(draft) }),
  };
}

async function tlsOf(draft: ListenerDraft): Promise<Record<string, unknown>> {
  const verifies = draft.clientCertificates !== 'no';
  return {
    ...(await certificateOf(draft)),
    verify: verifies ? 'verify_peer' : 'verify_none',
    fail_if_no_peer_cert: draft.clientCertificates === 'need',
    ...(verifies && { cacertfile: draft.authority.trim() }),
  };
}

async function certificateOf(draft: ListenerDraft): Promise<Record<string, unknown>> {
  switch (draft.tlsSource) {
    case 'keep':
      return {};
    case 'paths':
      return { certfile: draft.certPath.trim(), keyfile: draft.keyPath.trim(), ...passwordOf(draft) };
    case 'paste':
      return { certfile: draft.certificate, keyfile: draft.key, ...passwordOf(draft) };
    case 'selfSigned': {
      const made = await makeSelfSigned(namesOf(draft));
      return { certfile: made.certificate, keyfile: made.private_key };
    }
  }
}

function passwordOf({ keyPassword }: ListenerDraft): { password?: string } {
  return keyPassword === '' ? {} : { password: keyPassword };
}

export function namesOf({ names }: ListenerDraft): string[] {
  return names
    .split(/[\s,，]+/)
    .map((name) => name.trim())
    .filter(Boolean);
}
