import type { Connector } from '../../../../src/api/contract.ts';

/** A connector as somebody would write it, without what the broker says of it. */
export function writtenConnector(connector: Connector): Partial<Connector> {
  const {
    node_status: _nodes,
    status: _status,
    actions: _actions,
    sources: _sources,
    ...written
  } = connector;
  return written;
}
