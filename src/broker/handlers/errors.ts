import { answerVersion } from '../../mqtt/connect.ts';
import { MqttError } from '../../mqtt/mqtt-error.ts';
import { ReasonCode } from '../../mqtt/reason-codes.ts';
import type { Client } from '../client.ts';
import { reasonOfError } from '../disconnect-reason.ts';
import { refuse } from './connack.ts';

const CONNECT_TYPE = 1;

/** What an MQTT 3 client that cannot be understood is told about; otherwise it is disconnected without a word. */
const RETURN_CODES: ReadonlySet<ReasonCode> = new Set([
  ReasonCode.UnsupportedProtocolVersion,
  ReasonCode.ClientIdentifierNotValid,
]);

/** Ends the connection of a client that broke the protocol, or that met a defect of ours (§4.13). */
export function endAfterError(client: Client, error: unknown): void {
  const { logger } = client.broker;
  const clientId = client.phase === 'connected' ? client.info.clientId : undefined;
  if (error instanceof MqttError) {
    const { reasonCode, message } = error;
    if (client.phase === 'connecting') refuseConnect(client, reasonCode);
    else if (client.phase === 'challenged' && client.attempt) refuse(client, client.attempt, reasonCode);
    const peer = client.connection.transport.remoteAddress;
    logger.info({ clientId, peer }, `closing a connection: ${message}`);
    client.end({ reason: reasonOfError(reasonCode), closedBy: 'server', reasonCode, reasonString: message });
  } else {
    logger.error({ err: error, clientId }, 'closing a connection after a defect');
    const reasonCode = ReasonCode.ImplementationSpecificError;
    client.end({ reason: 'internal_error', closedBy: 'server', reasonCode });
  }
}

/**
 * Answers a CONNECT that could not be read. MQTT 3 has an answer for a wrong version and a missing client id alone
 * (§3.2.2.3 of 3.1.1); MQTT 5 has one for everything (§3.1.4). The reason string is left out, because the client's
 * Maximum Packet Size is not known [MQTT-3.2.2-19].
 */
function refuseConnect(client: Client, reasonCode: ReasonCode): void {
  const { buffer, start, body, end } = client.connection.framer;
  if (start === end || (buffer[start] as number) >> 4 !== CONNECT_TYPE) return;
  client.version = answerVersion(buffer, body, end);
  if (client.version < 5 && !RETURN_CODES.has(reasonCode)) return;
  client.send({ type: 'connack', sessionPresent: false, reasonCode, properties: {} });
}
