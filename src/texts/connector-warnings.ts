/** What a connector's settings allow that nobody should forget. */
export const connectorWarnings = {
  certificate_not_verified: {
    en: 'ssl.verify is verify_none: whoever stands in between can read and change what is sent. Set verify_peer, with the certificate of the CA as ssl.cacertfile.',
    zh: 'ssl.verify 为 verify_none：中间人可以读取并篡改所发送的内容。请改为 verify_peer，并将 CA 证书设为 ssl.cacertfile。',
  },
} as const satisfies Record<string, { en: string; zh: string }>;

export type ConnectorWarningCode = keyof typeof connectorWarnings;
