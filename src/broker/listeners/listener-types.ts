export const LISTENER_TYPES = ['tcp', 'ssl', 'ws', 'wss'] as const;
export type ListenerType = (typeof LISTENER_TYPES)[number];

export const isSecure = (type: ListenerType): boolean => type === 'ssl' || type === 'wss';
export const isWebSocket = (type: ListenerType): boolean => type === 'ws' || type === 'wss';
