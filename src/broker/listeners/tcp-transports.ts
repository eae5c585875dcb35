/** On what connections over TCP run: `auto` takes Node's bare handles when they prove themselves, `stream` its sockets. */
export const TCP_TRANSPORTS = ['auto', 'stream'] as const;
export type TcpTransportChoice = (typeof TCP_TRANSPORTS)[number];
