/**
 * How it goes with a connector, and so with its actions. A disabled one is `stopped`; one that can be reached, but accepts
 * nothing, is `inconsistent`.
 */
export type Status = 'connected' | 'connecting' | 'disconnected' | 'inconsistent' | 'stopped';

interface StatusView {
  status: Status;
  status_reason?: string;
}

export interface NodeStatusView extends StatusView {
  node: string;
}

export function toStatusView(
  node: string,
  status: Status,
  reason: string | undefined,
): StatusView & { node_status: NodeStatusView[] } {
  const view: StatusView = { status, ...(reason !== undefined && { status_reason: reason }) };
  return { ...view, node_status: [{ node, ...view }] };
}
