import { ApiError } from './api-error.ts';

/** A body of type multipart/form-data (RFC 7578) as it came, for the routes that take files. */
export interface Upload {
  readonly boundary: string;
  readonly bytes: Buffer;
}

export interface UploadedFile {
  readonly name: string;
  readonly text: string;
}

export interface UploadedBytes {
  readonly name: string;
  readonly bytes: Buffer;
}

export function toUpload(contentType: string, bytes: Buffer): Upload {
  const [, quoted, bare] = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType) ?? [];
  const boundary = quoted ?? bare;
  if (boundary === undefined) throw broken('its content type names no boundary');
  return { boundary, bytes };
}

export function isUpload(body: unknown): body is Upload {
  return typeof body === 'object' && body !== null && 'boundary' in body && 'bytes' in body;
}

const HEAD_END = '\r\n\r\n';

/** The text file in this field. @throws ApiError 400 */
export function uploadedFile(upload: Upload, field: string): UploadedFile {
  const { name, bytes } = uploadedBytes(upload, field);
  return { name, text: decode(bytes) };
}

/** The file in this field, whatever it holds. @throws ApiError 400 */
export function uploadedBytes({ boundary, bytes }: Upload, field: string): UploadedBytes {
  const separator = Buffer.from(`\r\n--${boundary}`);
  let start = bytes.indexOf(separator.subarray('\r\n'.length));
  while (start >= 0) {
    const head = start + separator.length - '\r\n'.length;
    const end = bytes.indexOf(separator, head);
    const body = bytes.indexOf(HEAD_END, head);
    if (end < 0 || body < 0 || body > end) break;
    const disposition = /^content-disposition:(.*)$/im.exec(bytes.toString('utf8', head, body))?.[1] ?? '';
    if (parameter(disposition, 'name') === field) {
      const name = parameter(disposition, 'filename') ?? '';
      return { name, bytes: bytes.subarray(body + HEAD_END.length, end) };
    }
    start = end + '\r\n'.length;
  }
  throw broken(`it has no field ${field}`);
}

function parameter(disposition: string, name: string): string | undefined {
  return new RegExp(`;\\s*${name}="((?:[^"\\\\]|\\\\.)*)"`, 'i').exec(disposition)?.[1];
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw broken('the file is not valid UTF-8');
  }
}

function broken(why: string): ApiError {
  return new ApiError(400, 'BAD_REQUEST', `the upload cannot be read: ${why}`);
}
