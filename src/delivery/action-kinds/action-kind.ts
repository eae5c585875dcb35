import type { z } from 'zod';
import type { ConnectorConfig } from '../configured/connector-schemas.ts';
import type { TemplateRow } from '../templates/template.ts';

/** How actions of one kind of connector make requests of rows; one file each, and a line in `action-kinds.ts`. */
export interface ActionKind<Parameters extends z.ZodType = z.ZodType> {
  readonly type: string;
  readonly parameters: Parameters;
  /**
   * The defaults of `resource_opts.batch_size` and `batch_time`, of those whose connectors have `sendBatch`: how many
   * requests go together at most, and how long the first waits for more ("0ms": for none).
   */
  readonly batch?: { readonly size: number; readonly time: string } | undefined;
  /** Names that placeholders may begin with beside those of the row: `delivery` of `${delivery.id}`. */
  readonly ownNames?: readonly string[] | undefined;
  /** Why the body is no JSON, if it says that it is. */
  jsonFault?(parameters: z.output<Parameters>, connector: ConnectorConfig): string | undefined;
  /** Parses the templates once. */
  compile(parameters: z.output<Parameters>, connector: ConnectorConfig): RenderRequest;
  /**
   * The request for a row whose templates failed: what there is to tell without them. Of kinds without it such a row is
   * counted as dropped.
   */
  fallback?(failed: FailedRow, parameters: z.output<Parameters>, connector: ConnectorConfig): unknown;
}

export interface FailedRow {
  readonly row: TemplateRow;
  /** Its id. */
  readonly action: string;
  readonly rule: string | undefined;
  readonly reason: string;
}

/**
 * The request for one row; JSON-compatible, as the connector's `send` expects it.
 * @param warn told what is probably not meant, when somebody looks on
 * @param rule the id of the rule that selected the row
 */
export type RenderRequest = (
  row: TemplateRow,
  warn?: (warning: RenderWarning) => void,
  rule?: string,
) => unknown;

/** What a request lacks or is, although its templates say otherwise. */
export type RenderWarning =
  | { readonly code: 'header_left_out'; readonly name: string }
  | { readonly code: 'body_not_json' }
  | { readonly code: 'body_not_sent'; readonly method: string };

/** Lets a kind be written with its own types and stand in a table beside the others. */
export function defineAction<Parameters extends z.ZodType>(kind: ActionKind<Parameters>): ActionKind {
  return kind as unknown as ActionKind;
}
