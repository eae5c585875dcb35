import type { Alert } from './alert.ts';

/**
 * What happened to an alert. It is told in the turn of the event loop in which the change was handed to the store, so
 * that what listeners write then is in the same transaction.
 */
export type AlertNews =
  /** Its grace period began. Nobody is told. */
  | { readonly kind: 'pending'; readonly at: number; readonly alert: Alert }
  /** It was over before its grace period was: a short drop. Nothing is kept of it but a count. */
  | { readonly kind: 'suppressed'; readonly at: number; readonly alert: Alert }
  | { readonly kind: 'opened'; readonly at: number; readonly alert: Alert }
  /** The condition was seen again while it was open. */
  | { readonly kind: 'repeated'; readonly at: number; readonly alert: Alert }
  /** It is worse than it was. */
  | { readonly kind: 'escalated'; readonly at: number; readonly alert: Alert }
  /** It began to come and go too often. What comes and goes from now on is not news. */
  | { readonly kind: 'unstable'; readonly at: number; readonly alert: Alert }
  /** It has not changed for long enough, and is still there. If it is over, it is `resolved` instead. */
  | { readonly kind: 'stable'; readonly at: number; readonly alert: Alert }
  | { readonly kind: 'acknowledged'; readonly at: number; readonly alert: Alert }
  | {
      readonly kind: 'noted';
      readonly at: number;
      readonly alert: Alert;
      readonly text: string;
      readonly by: string;
    }
  | { readonly kind: 'resolved'; readonly at: number; readonly alert: Alert };
