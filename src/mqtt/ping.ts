import { PacketWriter } from './packet-writer.ts';
import type { PingreqPacket, PingrespPacket } from './packets.ts';

/** PINGREQ (§3.12) has no body; the codec checks that nothing follows. */
export const decodePingreq = (): PingreqPacket => ({ type: 'pingreq' });

/** PINGRESP (§3.13). */
export const decodePingresp = (): PingrespPacket => ({ type: 'pingresp' });

export const encodePingreq = (): Buffer => new PacketWriter(5).finish(0xc0);

export const encodePingresp = (): Buffer => new PacketWriter(5).finish(0xd0);
