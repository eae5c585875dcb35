/** Answers HTTP requests as cheaply as it can, in a process of its own: `{"count":n}` on stdout every 100 ms. */
import { createServer } from 'node:net';

const answer = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 13\r\n\r\n{"errcode":0}';
const END_OF_HEAD = Buffer.from('\r\n\r\n');
const LENGTH = /content-length: (\d+)/i;

let count = 0;

const server = createServer({ noDelay: true }, (socket) => {
  let rest: Buffer = Buffer.alloc(0);
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    let input = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    let answers = '';
    for (;;) {
      const head = input.indexOf(END_OF_HEAD);
      if (head < 0) break;
      const length = Number(LENGTH.exec(input.toString('latin1', 0, head))?.[1] ?? 0);
      const end = head + END_OF_HEAD.length + length;
      if (input.length < end) break;
      input = input.subarray(end);
      answers += answer;
      count++;
    }
    rest = input;
    if (answers) socket.write(answers);
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`${JSON.stringify({ port: typeof address === 'object' ? address?.port : 0 })}\n`);
});
setInterval(() => process.stdout.write(`${JSON.stringify({ count })}\n`), 100);
