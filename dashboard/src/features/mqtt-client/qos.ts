export type Qos = 0 | 1 | 2;

export const QOS = ['0', '1', '2'].map((value) => ({ value, label: `QoS ${value}` }));
