import type { DeliveryRecord, DeliveryStatus } from './delivery-record.ts';

/** All of what is given must hold; of several values of one member any. */
export interface LiveDeliveryFilter {
  status?: readonly DeliveryStatus[] | undefined;
  connector?: readonly string[] | undefined;
  action?: readonly string[] | undefined;
  rule?: readonly string[] | undefined;
  alert?: readonly string[] | undefined;
  /** The vendor's own codes. */
  vendorCode?: readonly string[] | undefined;
}

/** Of what is kept. */
export interface DeliveryFilter extends LiveDeliveryFilter {
  /** Of `created_at`: Unix milliseconds, both included. */
  since?: number | undefined;
  until?: number | undefined;
  /** Stands in the reason or in the last answer, in upper or lower case. */
  text?: string | undefined;
}

/** The same in SQL stands in `delivery-search.ts`. */
export function fits(record: DeliveryRecord, filter: LiveDeliveryFilter): boolean {
  return (
    isOneOf(record.status, filter.status) &&
    isOneOf(record.connector, filter.connector) &&
    isOneOf(record.action, filter.action) &&
    isOneOf(record.rule, filter.rule) &&
    isOneOf(record.alert, filter.alert) &&
    isOneOf(record.vendor_code, filter.vendorCode)
  );
}

function isOneOf(value: string | null, values: readonly string[] | undefined): boolean {
  return values === undefined || (value !== null && values.includes(value));
}
