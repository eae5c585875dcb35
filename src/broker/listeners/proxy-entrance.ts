import type { Socket } from 'node:net';
import type { Clock } from '../../lib/clock.ts';
import { isLoopback } from '../../lib/peer-address.ts';
import { type Arrival, type Entrance, endStage } from './arrival.ts';
import { type ProxiedPeer, parseProxyHeader } from './proxy-protocol.ts';
import type { Refusals } from './refusals.ts';

/** Stands for "nobody knows": an address that no client has and no rule takes for this machine. */
const UNKNOWN_ADDRESS = '0.0.0.0';

interface ProxyEntranceOptions {
  /** Milliseconds that the header may take from accept on, however it drips. */
  readonly timeout: number;
  readonly clock: Clock;
  readonly refusals: Refusals;
}

/** Takes the PROXY header off the front of each connection; a connection without one is closed. */
export function proxyEntrance({ timeout, clock, refusals }: ProxyEntranceOptions, next: Entrance): Entrance {
  return (socket, arrival) => {
    let bytes: Buffer = Buffer.alloc(0);
    const refuse = (reason: string): void => {
      stop();
      refusals.add('proxy_protocol', arrival, reason);
      socket.destroy();
    };
    const onReadable = (): void => {
      // Everything read stays small: the parser refuses what is longer than a header may be.
      for (let chunk = read(socket); chunk !== null; chunk = read(socket)) {
        bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk]);
        const header = parseProxyHeader(bytes);
        if (header.kind === 'incomplete') continue;
        const passed = header.kind === 'wrong' ? header.reason : passOn(arrival, header.peer);
        if (header.kind === 'wrong' || typeof passed === 'string') {
          refuse(String(passed));
          return;
        }
        stop();
        if (header.length < bytes.length) socket.unshift(bytes.subarray(header.length));
        next(socket, passed);
        return;
      }
    };
    const onEnd = (): void => refuse('it ended before its PROXY header was complete');
    const onClose = (): void => stop();
    const late = (): void => refuse('no complete PROXY header came in time');
    const timer = endStage(arrival, clock, late, timeout);
    const stop = (): void => {
      timer.cancel();
      socket.off('readable', onReadable).off('end', onEnd).off('close', onClose);
    };
    socket.on('readable', onReadable).on('end', onEnd).on('close', onClose);
  };
}

function read(socket: Socket): Buffer | null {
  return socket.read() as Buffer | null;
}

/** The arrival by the header's addresses, or why it is not let in. */
function passOn(arrival: Arrival, peer: ProxiedPeer): Arrival | string {
  if (peer.isLocal) return arrival;
  const isOwnMachine = isLoopback(arrival.remoteAddress);
  if (!peer.source) {
    // Behind a proxy on this machine such a client may be anybody, and must not pass for one of this machine.
    const address = isOwnMachine ? UNKNOWN_ADDRESS : arrival.remoteAddress;
    return { ...arrival, remoteAddress: address, remotePort: isOwnMachine ? 0 : arrival.remotePort };
  }
  // From elsewhere "127.0.0.1" is another machine, or a lie: clients of this machine may be let in without a password.
  if (isLoopback(peer.source.address) && !isOwnMachine) {
    return `the proxy is not on this machine and passes on a client of ${peer.source.address}`;
  }
  return {
    ...arrival,
    remoteAddress: peer.source.address,
    remotePort: peer.source.port,
    localAddress: peer.destination?.address ?? arrival.localAddress,
    localPort: peer.destination?.port ?? arrival.localPort,
    peerCertificate:
      peer.commonName === undefined
        ? arrival.peerCertificate
        : { commonName: peer.commonName, subject: `CN=${peer.commonName}`, der: undefined },
  };
}
