import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { ErrorCodeName } from './error-codes.ts';

interface Answer {
  status: number;
  code: ErrorCodeName;
  message: string;
}

/** By the code of Node's error. */
const answers = new Map<string | undefined, Answer>([
  [
    'HPE_HEADER_OVERFLOW',
    { status: 431, code: 'REQUEST_HEADER_TOO_LARGE', message: 'The head of the request is too large' },
  ],
  [
    'HPE_CHUNK_EXTENSIONS_OVERFLOW',
    { status: 413, code: 'PAYLOAD_TOO_LARGE', message: 'The chunk extensions are too large' },
  ],
  [
    'ERR_HTTP_REQUEST_TIMEOUT',
    { status: 408, code: 'REQUEST_TIMEOUT', message: 'The request did not arrive in time' },
  ],
]);

const notHttp: Answer = { status: 400, code: 'BAD_REQUEST', message: 'The request is not valid HTTP' };

/** Answers what Node's HTTP parser refuses before there is a request, in the form of every other refusal. */
export function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code !== 'ECONNRESET' && socket.writable) {
    const { status, code, message } = answers.get(error.code) ?? notHttp;
    const body = JSON.stringify({ code, message });
    socket.write(
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\n` +
        `Content-Type: application/json; charset=utf-8\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
  }
  socket.destroy();
}
