// Stands in for group-chat bots on port 9000: prints what each is sent and answers as the bots do.
import { createServer } from 'node:http';

const port = 9000;

createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    process.stdout.write(`${new Date().toISOString()} ${request.method} ${request.url}\n${body}\n\n`);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end('{"errcode":0,"errmsg":"ok","code":0,"msg":"success"}');
  });
}).listen(port, () => process.stdout.write(`waiting for messages on http://localhost:${port}\n`));
