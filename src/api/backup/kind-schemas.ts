import { z } from 'zod';
import {
  actionDraftSchema,
  connectorDraftSchema,
  sourceDraftSchema,
  writtenAction,
  writtenConnector,
  writtenSource,
} from '../../delivery/door.ts';
import { suggest } from '../../lib/suggest.ts';
import { membersAt } from '../../lib/zod-members.ts';
import { ruleDraft } from '../../rules/door.ts';
import {
  AlertSettingsBody,
  AlertTemplateBody,
  AlertTemplatePath,
  BanBody,
  MaintenanceWindowBody,
  password,
  Schema,
  SilenceBody,
  UserRole,
  username,
} from '../contract.ts';
import type { ApiParts } from '../parts.ts';
import { RulesOfAll, RulesOfOwner } from '../routes/authorization-rules.ts';
import type { BackupItem } from './backup-item.ts';
import { faultOf, type ItemFault } from './item-fault.ts';

const id = z.string().min(1).max(256);
const reference = z
  .string()
  .meta({ description: 'The password, or better where it lies: `${file:/path}`, `${env:NAME}`' });

const mqttUser = z.strictObject({
  authenticator: z.string().meta({ description: '`password_based:built_in_database`' }),
  user_id: z.string().min(1).max(65_535),
  is_superuser: z.boolean().default(false),
  password: reference.optional(),
  stored: z.looseObject({}).optional().meta({ description: 'What a backup keeps of the password' }),
});

const user = z.strictObject({
  username,
  role: UserRole,
  description: z.string().default(''),
  password: z.union([password, reference]).optional(),
  password_hash: z
    .string()
    .optional()
    .meta({ description: 'What a backup with secrets keeps of the password' }),
});

const { file: _file, ...schema } = Schema.shape;

/** What is written of an object of each kind, for those who check it and for editors. */
export const KIND_SCHEMAS: Readonly<Record<string, z.ZodType>> = {
  schemas: z.strictObject({ ...schema, description: z.string().default('') }),
  connectors: connectorDraftSchema,
  actions: actionDraftSchema,
  sources: sourceDraftSchema,
  rules: ruleDraft.required({ id: true }),
  mqtt_users: mqttUser,
  access_rules_of_users: RulesOfOwner.omit({ clientid: true }).required({ username: true }),
  access_rules_of_clients: RulesOfOwner.omit({ username: true }).required({ clientid: true }),
  access_rules_for_all: RulesOfAll,
  bans: BanBody,
  alert_settings: AlertSettingsBody,
  alert_templates: z.strictObject({ ...AlertTemplatePath.shape, ...AlertTemplateBody.shape }),
  monitors: z.looseObject({ name: id }),
  monitor_peers: z.looseObject({ name: id, type: z.enum(['tcp', 'tls', 'http', 'mqtt']) }),
  silences: z.strictObject({ ...SilenceBody.shape, id }),
  maintenance_windows: z.strictObject({ ...MaintenanceWindowBody.shape, id }),
  users: user,
};

/** An object with everything that it does not say itself, so that two ways of writing it can be compared; or what is wrong with it. */
export type WrittenItem = { readonly item: BackupItem } | { readonly fault: ItemFault };

/** Reads objects as the parts do that keep them, without making any. */
export class KindReader {
  readonly #actions: Pick<ApiParts['actions'], 'requestTtl'>;

  constructor({ actions }: { readonly actions: Pick<ApiParts['actions'], 'requestTtl'> }) {
    this.#actions = actions;
  }

  read(kind: string, item: BackupItem): WrittenItem {
    try {
      if (kind === 'connectors') return { item: writtenConnector(item) };
      if (kind === 'actions') return { item: writtenAction(item, this.#actions.requestTtl) };
      if (kind === 'sources') return { item: writtenSource(item) };
    } catch (error) {
      return { fault: faultOf((error as Error).message) };
    }
    const schema = KIND_SCHEMAS[kind];
    if (!schema) return { item };
    const parsed = schema.safeParse(item);
    return parsed.success
      ? { item: parsed.data as BackupItem }
      : { fault: faultOfIssue(schema, parsed.error.issues[0]) };
  }
}

function faultOfIssue(schema: z.ZodType, issue: z.core.$ZodIssue | undefined): ItemFault {
  const found = furthest(issue);
  const path = (found?.path ?? []).map((step) => (typeof step === 'number' ? step : String(step)));
  if (found?.code !== 'unrecognized_keys') return { path, reason: found?.message ?? 'cannot be read' };
  const [unknown = ''] = found.keys;
  const known = membersAt(schema, found.path);
  return { path, reason: found.message, unknown, suggestion: suggest(unknown, known), known };
}

/** Of a union, the issue of the branch that came furthest, which is the one that was meant. */
function furthest(issue: z.core.$ZodIssue | undefined): z.core.$ZodIssue | undefined {
  if (issue?.code !== 'invalid_union') return issue;
  const [best] = issue.errors
    .flatMap((branch) => furthest(branch[0]) ?? [])
    .sort((a, b) => b.path.length - a.path.length);
  return best && best.path.length > 0 ? { ...best, path: [...issue.path, ...best.path] } : issue;
}
