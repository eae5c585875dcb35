/**
 * The reasons of `client.disconnected` that this broker, or a client's DISCONNECT, can give, but for errors of the network
 * by their own names and for `ws_close_…`. Enough to tell a slip of the pen; another word is not refused.
 */
export const disconnectReasons: readonly string[] = [
  ...['normal', 'disconnect_with_will_message', 'keepalive_timeout', 'tcp_closed', 'ssl_closed', 'closed'],
  ...[
    'kicked',
    'discarded',
    'takenover',
    'not_authorized',
    'use_another_server',
    'server_shutting_down',
    'broker_stopped',
  ],
  ...['frame_too_large', 'protocol_error', 'malformed_packet', 'packet_identifier_inuse', 'internal_error'],
  ...[
    'receive_maximum_exceeded',
    'topic_alias_invalid',
    'unspecified_error',
    'packet_too_large',
    'quota_exceeded',
  ],
  ...[
    'implementation_specific_error',
    'administrative_action',
    'message_rate_too_high',
    'session_taken_over',
  ],
  ...[
    'server_busy',
    'server_unavailable',
    'banned',
    'topic_name_invalid',
    'topic_filter_invalid',
    'server_moved',
  ],
  ...['payload_format_invalid', 'retain_not_supported', 'qos_not_supported', 'connection_rate_exceeded'],
  ...['maximum_connect_time', 'econnreset', 'etimedout', 'epipe', 'ehostunreach', 'tls_alert', 'ssl_error'],
];
