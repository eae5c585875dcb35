/** Aedes as its own documentation starts it: `aedes-broker.ts PORT`, on 127.0.0.1, everything else by default. */
import { createServer } from 'node:net';
import { Aedes } from 'aedes';

const aedes = await Aedes.createBroker();
createServer(aedes.handle).listen(Number(process.argv[2]), '127.0.0.1');
