import { useCallback, useMemo, useRef, useState } from 'react';

export interface RowSelection {
  readonly ids: ReadonlySet<string>;
  has(id: string): boolean;
  /** @param toHere all from the row that was chosen last */
  toggle(id: string, toHere?: boolean): void;
  toggleAll(): void;
  clear(): void;
}

/** @param order the ids of the rows as they are shown */
export function useRowSelection(order: readonly string[]): RowSelection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const anchor = useRef<string>(undefined);
  const latestOrder = useRef(order);
  latestOrder.current = order;

  const toggle = useCallback((id: string, toHere = false) => {
    // Read now: by the time that the state changes it is another one already.
    const from = toHere && anchor.current !== undefined ? latestOrder.current.indexOf(anchor.current) : -1;
    const to = latestOrder.current.indexOf(id);
    anchor.current = id;
    setIds((before) => {
      const after = new Set(before);
      if (from >= 0 && to >= 0) {
        for (const one of latestOrder.current.slice(Math.min(from, to), Math.max(from, to) + 1))
          after.add(one);
      } else if (!after.delete(id)) after.add(id);
      return after;
    });
  }, []);
  const clear = useCallback(() => setIds(new Set()), []);
  const toggleAll = useCallback(
    () =>
      setIds((before) => {
        const all = latestOrder.current;
        return all.every((id) => before.has(id)) ? new Set() : new Set([...before, ...all]);
      }),
    [],
  );
  return useMemo(
    () => ({ ids, has: (id) => ids.has(id), toggle, toggleAll, clear }),
    [ids, toggle, toggleAll, clear],
  );
}
