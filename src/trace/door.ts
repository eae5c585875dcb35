export {
  LONGEST_TRACE,
  PAYLOAD_ENCODINGS,
  STOP_REASONS,
  TRACE_FORMATS,
  TRACE_TYPES,
  TraceError,
  type TraceFormat,
  type TraceView,
} from './trace-definition.ts';
export type { TracePiece } from './trace-file.ts';
export { textOf } from './trace-text.ts';
export { Traces } from './traces.ts';
