import type { KeyRole } from '../contract.ts';

/** Who may call a route. */
export type Right =
  | 'open'
  | { roles: readonly KeyRole[] /** API keys are refused. */; signedInOnly: boolean };

export const open = 'open';
export const view: Exclude<Right, 'open'> = {
  roles: ['administrator', 'viewer', 'operator', 'editor'],
  signedInOnly: false,
};
/** Who takes care of alerts and clients; it does not change what is configured. */
export const operate: Exclude<Right, 'open'> = {
  roles: ['administrator', 'operator', 'editor'],
  signedInOnly: false,
};
/** Who writes rules and sets up channels, besides; not who gets in, and not the node. */
export const edit: Right = { roles: ['administrator', 'editor'], signedInOnly: false };
export const manage: Right = { roles: ['administrator'], signedInOnly: false };
export const publish: Right = { roles: ['administrator', 'publisher'], signedInOnly: false };
export const viewSignedIn: Right = {
  roles: ['administrator', 'viewer', 'operator', 'editor'],
  signedInOnly: true,
};
export const manageSignedIn: Right = { roles: ['administrator'], signedInOnly: true };
